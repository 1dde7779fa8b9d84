package dev.gantry.oci.content;

import dev.gantry.oci.archive.ExpansionLimits;
import dev.gantry.oci.spec.ImageConfig;
import dev.gantry.oci.spec.Platform;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.errors.NotFoundException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Images as one file: what `docker save` writes and `docker load` reads.
///
/// The archives written are an OCI image layout and docker's own layout at once, so that docker
/// since 1.10, podman, skopeo, containerd and anything that knows OCI can read them. Layers are in
/// it as the content store has them, compressed or not. Read are both layouts, that of docker
/// before 1.10, and each of them compressed.
public final class ImageArchives {
  private final ImageStore images;
  private final ContentStore content;
  private final LayerWriter layers;
  private final LayerUnpacker unpacker;
  private final Leases leases;
  private final GarbageCollector garbage;
  private final ExpansionLimits limits;

  public ImageArchives(
      ImageStore images,
      ContentStore content,
      LayerUnpacker unpacker,
      Leases leases,
      GarbageCollector garbage,
      ExpansionLimits limits) {
    this.images = images;
    this.content = content;
    this.layers = new LayerWriter(content, unpacker, limits);
    this.unpacker = unpacker;
    this.leases = leases;
    this.garbage = garbage;
    this.limits = limits;
  }

  /// Chooses the images to save. A name with a tag or digest and an id mean one image, a repository
  /// all of its tags. The result keeps them until it is closed.
  ///
  /// @throws NotFoundException when one of them does not exist
  public SavedImages select(List<String> namesOrIds) {
    return SavedImages.select(images, content, leases, namesOrIds);
  }

  /// Loads all images of an archive and returns them in its order.
  ///
  /// A failure leaves the images that were complete before it and nothing else.
  ///
  /// @param only loads just images for this platform, and chooses it where there are several;
  ///     without it the host's is chosen, and what is not a choice is loaded
  /// @param events is told on this thread what happens
  /// @throws InvalidArgumentException when it is no image archive or a malformed one
  /// @throws dev.gantry.platform.errors.DataLossException when bytes and digests disagree
  /// @throws dev.gantry.platform.errors.UnavailableException when the stream fails
  public List<Image> load(
      InputStream archive, Optional<Platform> only, Consumer<LoadEvent> events) {
    boolean litter = true;
    try (var lease = leases.open("load images")) {
      var files = new ArchiveReader(content, lease, limits).read(archive);
      var loader = new ImageLoader(images, content, layers, unpacker, lease, events);
      var found = find(files, only);
      var loaded = new ArrayList<Image>();
      for (var image : found) {
        loaded.add(loader.load(image));
      }
      litter = files.stored().stream().anyMatch(file -> !loader.uses(file));
      return loaded;
    } finally {
      if (litter) {
        garbage.collect();
      }
    }
  }

  private List<ArchivedImage> find(ArchiveFiles files, Optional<Platform> only) {
    var found = parse(files, only.orElseGet(Platform::host));
    if (only.isEmpty()) {
      return found;
    }
    var wanted = found.stream().filter(image -> isFor(image, only.get())).toList();
    if (wanted.isEmpty()) {
      throw new NotFoundException("no image for platform " + only.get() + " in the archive");
    }
    return wanted;
  }

  private static boolean isFor(ArchivedImage image, Platform platform) {
    return platform.preference(ImageConfig.decode(image.config()).platform()) == 0;
  }

  private List<ArchivedImage> parse(ArchiveFiles files, Platform machine) {
    // Docker's own manifest first: it names all layers, while the index that docker 25 to 28 writes
    // beside it lists none.
    if (files.find(DockerLayout.MANIFEST).isPresent()) {
      return new DockerLayout(files, content).images();
    }
    if (OciLayout.isPresent(files)) {
      return new OciLayout(files, content, machine).images();
    }
    if (files.find(LegacyLayout.REPOSITORIES).isPresent()) {
      return new LegacyLayout(files, content, limits).images();
    }
    throw new InvalidArgumentException(
        "archive: neither manifest.json nor index.json nor repositories is in it");
  }
}
