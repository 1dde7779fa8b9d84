package dev.gantry.engine.core;

import dev.gantry.engine.runtime.Task;
import dev.gantry.oci.content.Image;
import dev.gantry.oci.content.ImageDraft;
import dev.gantry.oci.content.ImageLayer;
import dev.gantry.oci.content.ImageStore;
import dev.gantry.oci.content.LayerWriter;
import dev.gantry.oci.content.Lease;
import dev.gantry.oci.content.Leases;
import dev.gantry.oci.spec.ContainerDefaults;
import dev.gantry.oci.spec.DiffId;
import dev.gantry.oci.spec.HistoryEntry;
import dev.gantry.oci.spec.ImageConfig;
import dev.gantry.oci.spec.ImageId;
import dev.gantry.oci.spec.ImageReference;
import dev.gantry.oci.spec.MediaType;
import dev.gantry.platform.errors.ConflictException;
import dev.gantry.platform.errors.InternalException;
import dev.gantry.platform.lifecycle.BytePipe;
import dev.gantry.platform.lifecycle.TaskScope;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes an image of a container: the image it came from, with the container's changes as one more
/// layer.
public final class CommitContainer {
  private static final int PIPE = 256 << 10;

  private final Containers containers;
  private final ContainerRootfs rootfs;
  private final ImageStore images;
  private final LayerWriter layers;
  private final Leases leases;
  private final HostedImages hosted;
  private final ContainerEvents events;
  private final InstantSource clock;

  CommitContainer(
      Containers containers,
      ContainerRootfs rootfs,
      ImageStore images,
      LayerWriter layers,
      Leases leases,
      HostedImages hosted,
      ContainerEvents events,
      InstantSource clock) {
    this.containers = containers;
    this.rootfs = rootfs;
    this.images = images;
    this.layers = layers;
    this.leases = leases;
    this.hosted = hosted;
    this.events = events;
    this.clock = clock;
  }

  /// How the image is to be.
  ///
  /// @param pause freeze the container meanwhile, if it runs
  /// @param changes Dockerfile instructions for the image's configuration
  /// @param defaults what its containers start with, instead of what this one started with
  public record Request(
      Optional<ImageReference> name,
      String author,
      String comment,
      boolean pause,
      List<String> changes,
      Optional<ContainerDefaults> defaults) {
    public Request {
      changes = List.copyOf(changes);
    }
  }

  public ImageId run(String reference, Request request) throws InterruptedException {
    var container = containers.get(reference);
    var record = container.record();
    var defaults =
        ConfigChanges.apply(
            request.defaults().orElseGet(() -> ContainerSpecAsDefaults.of(record.spec())),
            request.changes());
    try (var lease = leases.open("commit " + record.id())) {
      var base = images.get(ImageId.parse(record.imageId()));
      base.chainId().ifPresent(lease::retain);
      ImageLayer layer;
      try (var _ = container.lock()) {
        Optional<Task> frozen =
            request.pause() && container.state() instanceof ContainerState.Running
                ? container.task()
                : Optional.empty();
        try {
          frozen.ifPresent(CommitContainer::freeze);
          layer = writeLayer(container, base, lease);
        } finally {
          frozen.ifPresent(CommitContainer::thaw);
        }
      }
      var image = record(base, layer, defaults, request, record.spec());
      hosted.prepareForContainers(image.id());
      hosted.publish("create", image.id().toString(), image.id().toString());
      request.name().ifPresent(name -> hosted.tag(image.id().toString(), name));
      events.publish(
          container,
          "commit",
          Map.of("comment", request.comment(), "imageID", image.id().toString()));
      return image.id();
    }
  }

  private static void freeze(Task task) {
    try {
      task.pause();
    } catch (ConflictException ended) {
      // What has ended does not change any more.
    }
  }

  private static void thaw(Task task) {
    try {
      task.resume();
    } catch (ConflictException ended) {
      // It was killed while it was frozen.
    }
  }

  private ImageLayer writeLayer(Container container, Image base, Lease lease)
      throws InterruptedException {
    var pipe = new BytePipe(PIPE);
    try (var in = pipe.source();
        var out = pipe.sink();
        var scope = TaskScope.open("commit " + container.name())) {
      scope.fork(
          () -> {
            try (out) {
              rootfs.writeDiff(container.id(), out);
            }
            return true;
          });
      var layer =
          scope.fork(
              () -> {
                // Closed also after a failure, so that nobody goes on writing.
                try (in) {
                  return layers.write(lease, base.chainId(), in);
                }
              });
      scope.join();
      return layer.get();
    } catch (IOException e) {
      throw new InternalException("commit " + container.id() + ": " + e.getMessage(), e);
    }
  }

  private Image record(
      Image base,
      ImageLayer layer,
      ContainerDefaults defaults,
      Request request,
      ContainerSpec spec) {
    var config = images.config(base.id());
    var now = clock.instant();
    List<DiffId> diffIds = new ArrayList<>(config.diffIds());
    diffIds.add(layer.diffId());
    List<ImageLayer> all = new ArrayList<>(base.layers());
    all.add(layer);
    List<HistoryEntry> history = new ArrayList<>(config.history());
    history.add(
        new HistoryEntry(
            Optional.of(now),
            String.join(" ", spec.process().argv()),
            request.author(),
            request.comment(),
            false));
    byte[] document =
        new ImageConfig(
                Optional.of(now),
                request.author(),
                request.comment(),
                config.platform(),
                defaults,
                diffIds,
                history)
            .encode();
    return images.create(
        new ImageDraft(document, MediaType.OCI_CONFIG, all, Optional.of(base.id())));
  }
}
