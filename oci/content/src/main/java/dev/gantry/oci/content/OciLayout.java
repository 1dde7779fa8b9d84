package dev.gantry.oci.content;

import dev.gantry.oci.content.ArchivedImage.ArchivedLayer;
import dev.gantry.oci.spec.Descriptor;
import dev.gantry.oci.spec.Digest;
import dev.gantry.oci.spec.ImageConfig;
import dev.gantry.oci.spec.ImageIndex;
import dev.gantry.oci.spec.ImageManifest;
import dev.gantry.oci.spec.ImageReference;
import dev.gantry.oci.spec.Manifest;
import dev.gantry.oci.spec.Platform;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.errors.NotFoundException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The OCI image layout: `index.json` refers to manifests and indexes, which like all the rest are
/// in `blobs` under their digest.
final class OciLayout {
  static final String MARKER = "oci-layout";
  static final String MARKER_CONTENT = "{\"imageLayoutVersion\":\"1.0.0\"}";
  static final String INDEX = "index.json";

  /// The full name of an image, as containerd, docker and nerdctl write it.
  static final String NAME_ANNOTATION = "io.containerd.image.name";

  /// By the OCI specification a tag; podman and others put the full name here.
  static final String REF_ANNOTATION = "org.opencontainers.image.ref.name";

  private static final int MAX_NESTING = 4;

  private final ArchiveFiles files;
  private final ContentReader content;
  private final Platform machine;

  /// @param machine for which to choose from images of several platforms
  OciLayout(ArchiveFiles files, ContentReader content, Platform machine) {
    this.files = files;
    this.content = content;
    this.machine = machine;
  }

  static String path(Digest digest) {
    return "blobs/" + digest.algorithm().label() + "/" + digest.hex();
  }

  List<ArchivedImage> images() {
    byte[] document = files.get(INDEX).read(content, INDEX, Manifest.MAX_SIZE);
    if (!(Manifest.decode(document, Optional.empty()) instanceof ImageIndex index)) {
      throw new InvalidArgumentException("archive: index.json is no index");
    }
    Map<Descriptor, Set<ImageReference>> namesByManifest = new LinkedHashMap<>();
    for (var descriptor : index.manifests()) {
      if (isImage(descriptor)) {
        namesByManifest
            .computeIfAbsent(plain(descriptor), _ -> new LinkedHashSet<>())
            .addAll(name(descriptor).stream().toList());
      }
    }
    var images = new ArrayList<ArchivedImage>();
    namesByManifest.forEach(
        (descriptor, names) -> images.add(image(manifest(descriptor, 0), List.copyOf(names))));
    return images;
  }

  /// Indexes may also list attestations and other artifacts, which are no images.
  private static boolean isImage(Descriptor descriptor) {
    boolean attestation = descriptor.platform().filter(p -> p.os().equals("unknown")).isPresent();
    boolean known = descriptor.mediaType().isManifest() || descriptor.mediaType().isIndex();
    return known && !attestation && descriptor.artifactType().isEmpty();
  }

  private static Descriptor plain(Descriptor descriptor) {
    return Descriptor.of(descriptor.mediaType(), descriptor.digest(), descriptor.size());
  }

  private static Optional<ImageReference> name(Descriptor descriptor) {
    var full = descriptor.annotations().get(NAME_ANNOTATION);
    if (full != null) {
      return Optional.of(DockerLayout.name(full));
    }
    // A tag alone names nothing.
    return Optional.ofNullable(descriptor.annotations().get(REF_ANNOTATION))
        .filter(text -> text.contains("/") || text.contains(":"))
        .map(text -> ImageReference.parse(text).tagged())
        .filter(name -> name.digest().isEmpty());
  }

  private ImageManifest manifest(Descriptor descriptor, int nesting) {
    byte[] document = file(descriptor).read(content, path(descriptor.digest()), Manifest.MAX_SIZE);
    return switch (Manifest.decode(document, Optional.of(descriptor.mediaType()))) {
      case ImageManifest image -> image;
      case ImageIndex index -> {
        if (nesting == MAX_NESTING) {
          throw new InvalidArgumentException("archive: indexes are nested too deeply");
        }
        yield manifest(choose(index), nesting + 1);
      }
    };
  }

  /// The image for this machine, or the only one there is.
  private Descriptor choose(ImageIndex index) {
    var present =
        index.manifests().stream()
            .filter(OciLayout::isImage)
            .filter(descriptor -> files.find(path(descriptor.digest())).isPresent())
            .toList();
    return ImageIndex.of(present)
        .select(machine)
        .or(() -> present.size() == 1 ? Optional.of(present.getFirst()) : Optional.empty())
        .orElseThrow(
            () ->
                new NotFoundException(
                    "no matching manifest for %s in the manifest list entries".formatted(machine)));
  }

  private ArchivedImage image(ImageManifest manifest, List<ImageReference> names) {
    if (!manifest.config().mediaType().isConfig()) {
      throw new InvalidArgumentException(
          "archive: configuration of type \"%s\" is not that of an image"
              .formatted(manifest.config().mediaType()));
    }
    var path = path(manifest.config().digest());
    return new ArchivedImage(
        file(manifest.config()).read(content, path, ImageConfig.MAX_SIZE),
        manifest.config().mediaType(),
        manifest.layers().stream().map(this::layer).toList(),
        names);
  }

  private ArchivedLayer layer(Descriptor descriptor) {
    if (!descriptor.mediaType().isLayer()) {
      throw new InvalidArgumentException(
          "archive: layers of type \"%s\" are not supported".formatted(descriptor.mediaType()));
    }
    return new ArchivedLayer(file(descriptor), Optional.of(descriptor.mediaType()));
  }

  private ArchivedFile file(Descriptor descriptor) {
    var file = files.get(path(descriptor.digest()));
    if (!file.digest().equals(descriptor.digest()) || file.size() != descriptor.size()) {
      throw new InvalidArgumentException(
          "archive: %s has %d bytes and digest %s, its descriptor says %d bytes"
              .formatted(path(descriptor.digest()), file.size(), file.digest(), descriptor.size()));
    }
    return file;
  }

  /// Whether the archive has this layout.
  static boolean isPresent(ArchiveFiles files) {
    return files.find(INDEX).isPresent() && files.find(MARKER).isPresent();
  }
}
