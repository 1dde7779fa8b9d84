package dev.gantry.oci.content;

import dev.gantry.oci.archive.Compression;
import dev.gantry.oci.spec.MediaType;

/// Names layers by what they are compressed with.
final class LayerTypes {
  private LayerTypes() {}

  /// Whether a layer can be kept as it arrived: OCI has no names for the other compressions, so
  /// such layers are kept expanded.
  static boolean isKept(Compression compression) {
    return switch (compression) {
      case NONE, GZIP, ZSTD -> true;
      case BZIP2, XZ -> false;
    };
  }

  /// The OCI media type of a layer that arrived with this compression.
  static MediaType of(Compression compression) {
    return switch (compression) {
      case NONE, BZIP2, XZ -> MediaType.OCI_LAYER;
      case GZIP -> MediaType.OCI_LAYER_GZIP;
      case ZSTD -> MediaType.OCI_LAYER_ZSTD;
    };
  }

  /// The OCI name for what docker or OCI calls `type`.
  static MediaType toOci(MediaType type) {
    if (type.equals(MediaType.DOCKER_LAYER)) {
      return MediaType.OCI_LAYER;
    }
    if (type.equals(MediaType.DOCKER_LAYER_GZIP)) {
      return MediaType.OCI_LAYER_GZIP;
    }
    return type.equals(MediaType.DOCKER_LAYER_ZSTD) ? MediaType.OCI_LAYER_ZSTD : type;
  }
}
