package dev.gantry.oci.content;

import dev.gantry.oci.spec.Descriptor;
import dev.gantry.oci.spec.Digest;
import dev.gantry.oci.spec.ImageIndex;
import dev.gantry.oci.spec.ImageManifest;
import dev.gantry.oci.spec.Manifest;
import dev.gantry.oci.spec.MediaType;
import dev.gantry.platform.errors.NotFoundException;
import java.util.List;
import java.util.Optional;

/// Finds or makes the manifest of an image.
public final class ImageManifests {
  private final ImageStore images;
  private final ContentReader content;

  public ImageManifests(ImageStore images, ContentReader content) {
    this.images = images;
    this.content = content;
  }

  /// The manifest as bytes: the one the image was pulled with, so that its digest stays what it was
  /// elsewhere, or else a new one, the same each time.
  public byte[] of(Image image) {
    return images.namesOf(image.id()).stream()
        .flatMap(named -> named.manifest().stream())
        .flatMap(descriptor -> find(descriptor, image).stream())
        .findFirst()
        .orElseGet(() -> make(image));
  }

  /// The media type a manifest states, or OCI's.
  static MediaType mediaType(byte[] manifest) {
    return Manifest.decode(manifest, Optional.empty()).mediaType();
  }

  private Optional<byte[]> find(Descriptor descriptor, Image image) {
    byte[] document;
    try {
      document = content.read(descriptor.digest(), Manifest.MAX_SIZE);
    } catch (NotFoundException otherPlatform) {
      return Optional.empty();
    }
    return switch (Manifest.decode(document, Optional.of(descriptor.mediaType()))) {
      case ImageManifest manifest ->
          describes(manifest, image) ? Optional.of(document) : Optional.empty();
      case ImageIndex index ->
          index.manifests().stream()
              .filter(child -> child.mediaType().isManifest())
              .flatMap(child -> find(child, image).stream())
              .findFirst();
    };
  }

  private static boolean describes(ImageManifest manifest, Image image) {
    return manifest.config().digest().equals(image.id().digest())
        && digests(manifest.layers())
            .equals(digests(image.layers().stream().map(ImageLayer::blob).toList()));
  }

  private static List<Digest> digests(List<Descriptor> descriptors) {
    return descriptors.stream().map(Descriptor::digest).toList();
  }

  private static byte[] make(Image image) {
    return ImageManifest.of(
            Descriptor.of(MediaType.OCI_CONFIG, image.config().digest(), image.config().size()),
            image.layers().stream()
                .map(ImageLayer::blob)
                .map(
                    blob ->
                        Descriptor.of(
                            LayerTypes.toOci(blob.mediaType()), blob.digest(), blob.size()))
                .toList())
        .encode();
  }
}
