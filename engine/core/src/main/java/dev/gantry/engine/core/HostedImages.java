package dev.gantry.engine.core;

import dev.gantry.engine.snapshots.InitLayers;
import dev.gantry.oci.content.GarbageCollector;
import dev.gantry.oci.content.HistoryRow;
import dev.gantry.oci.content.Image;
import dev.gantry.oci.content.ImageHistory;
import dev.gantry.oci.content.ImageLister;
import dev.gantry.oci.content.ImageQuery;
import dev.gantry.oci.content.ImageRemover;
import dev.gantry.oci.content.ImageStore;
import dev.gantry.oci.content.ImageSummary;
import dev.gantry.oci.content.PruneQuery;
import dev.gantry.oci.content.RemovalEvent;
import dev.gantry.oci.spec.ImageConfig;
import dev.gantry.oci.spec.ImageId;
import dev.gantry.oci.spec.ImageReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The images as clients manage them: what [ImageStore] does, with events, and with the garbage
/// collected behind it.
public final class HostedImages {
  private final ImageStore images;
  private final ImageLister lister;
  private final ImageHistory history;
  private final ImageRemover remover;
  private final GarbageCollector garbage;
  private final EngineEvents events;
  private final Containers containers;
  private final Workers workers;
  private final InitLayers initLayers;

  HostedImages(
      ImageStore images,
      ImageRemover remover,
      GarbageCollector garbage,
      EngineEvents events,
      Containers containers,
      Workers workers,
      InitLayers initLayers) {
    this.images = images;
    this.lister = new ImageLister(images);
    this.history = new ImageHistory(images);
    this.remover = remover;
    this.garbage = garbage;
    this.events = events;
    this.containers = containers;
    this.workers = workers;
    this.initLayers = initLayers;
  }

  /// An image with its names and what its configuration says.
  public record Details(
      Image image, ImageConfig config, List<String> repoTags, List<String> repoDigests) {}

  public List<ImageSummary> list(ImageQuery query) {
    return lister.list(query);
  }

  /// How many containers were made from an image.
  public long users(ImageId image) {
    return containers.all().stream()
        .filter(container -> container.record().imageId().equals(image.toString()))
        .count();
  }

  public Map<String, String> labels(Image image) {
    return images.config(image.id()).defaults().labels();
  }

  /// Looks at one image.
  ///
  /// @throws dev.gantry.platform.errors.NotFoundException when there is no such image
  public Details inspect(String nameOrId) {
    var image = images.resolve(nameOrId);
    return new Details(
        image,
        images.config(image.id()),
        images.repoTags(image.id()),
        images.repoDigests(image.id()));
  }

  public List<HistoryRow> history(String nameOrId) {
    return history.of(images.resolve(nameOrId).id());
  }

  /// Gives an image a further name, taking it from the image that has it.
  public void tag(String nameOrId, ImageReference name) {
    var image = images.resolve(nameOrId);
    images.tag(name.tagged(), image.id());
    publish("tag", image.id().toString(), name.tagged().familiar());
  }

  /// Removes what a name or id means, by docker's rules.
  ///
  /// @param force also when stopped containers use it, or several names point to it
  /// @param pruneParents whether dangling parents go as well
  public List<RemovalEvent> remove(String nameOrId, boolean force, boolean pruneParents) {
    var removed = remover.remove(nameOrId, force, pruneParents);
    publish(removed);
    // Space comes back soon, and nobody has to wait for it.
    workers.run("collect garbage", garbage::collect);
    return removed;
  }

  /// What is gone, and how many bytes that freed.
  public record Pruned(List<RemovalEvent> events, long bytes) {}

  public Pruned prune(PruneQuery query) {
    var removed = remover.prune(query);
    publish(removed);
    long bytes = garbage.collect().bytes();
    events.publish("image", "prune", "", Map.of("reclaimed", String.valueOf(bytes)));
    return new Pruned(removed, bytes);
  }

  /// To be told when an archive has brought an image.
  public void loaded(ImageId image, String name) {
    publish("load", image.toString(), name);
    prepareForContainers(image);
  }

  /// Does what the first container of an image would have to wait for.
  void prepareForContainers(ImageId image) {
    workers.run(
        "prepare " + image.shortId(),
        () -> {
          var present = images.find(image);
          if (present.isPresent()) {
            initLayers.ensure(present.get().chainId());
          }
        });
  }

  /// To be told when an image has been written to an archive.
  public void saved(ImageId image) {
    publish("save", image.toString(), image.toString());
  }

  private void publish(List<RemovalEvent> removed) {
    for (RemovalEvent event : removed) {
      switch (event) {
        case RemovalEvent.Untagged(var name, var image) ->
            publish("untag", image.toString(), name.familiar());
        case RemovalEvent.Deleted(var image) ->
            publish("delete", image.toString(), image.toString());
        case RemovalEvent.DeletedLayer _ -> {}
      }
    }
  }

  void publish(String action, String image, String name) {
    Map<String, String> attributes = new HashMap<>();
    images.find(ImageId.parse(image)).ifPresent(present -> attributes.putAll(labels(present)));
    attributes.put("name", name);
    events.publish("image", action, image, attributes);
  }
}
