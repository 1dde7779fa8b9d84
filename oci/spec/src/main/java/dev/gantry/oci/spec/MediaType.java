package dev.gantry.oci.spec;

import dev.gantry.platform.errors.InvalidArgumentException;
import java.util.Set;
import java.util.regex.Pattern;

/// What a blob is, by the names of the OCI image specification and of docker's schema 2.
public record MediaType(String value) {
  /// RFC 6838, section 4.2. First of all, since the constants below are checked by it.
  private static final Pattern GRAMMAR =
      Pattern.compile(
          "[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}");

  public static final MediaType OCI_MANIFEST =
      new MediaType("application/vnd.oci.image.manifest.v1+json");
  public static final MediaType OCI_INDEX =
      new MediaType("application/vnd.oci.image.index.v1+json");
  public static final MediaType OCI_CONFIG =
      new MediaType("application/vnd.oci.image.config.v1+json");
  public static final MediaType OCI_EMPTY = new MediaType("application/vnd.oci.empty.v1+json");
  public static final MediaType OCI_LAYER = new MediaType("application/vnd.oci.image.layer.v1.tar");
  public static final MediaType OCI_LAYER_GZIP =
      new MediaType("application/vnd.oci.image.layer.v1.tar+gzip");
  public static final MediaType OCI_LAYER_ZSTD =
      new MediaType("application/vnd.oci.image.layer.v1.tar+zstd");

  public static final MediaType DOCKER_MANIFEST =
      new MediaType("application/vnd.docker.distribution.manifest.v2+json");
  public static final MediaType DOCKER_MANIFEST_LIST =
      new MediaType("application/vnd.docker.distribution.manifest.list.v2+json");
  public static final MediaType DOCKER_CONFIG =
      new MediaType("application/vnd.docker.container.image.v1+json");
  public static final MediaType DOCKER_LAYER =
      new MediaType("application/vnd.docker.image.rootfs.diff.tar");
  public static final MediaType DOCKER_LAYER_GZIP =
      new MediaType("application/vnd.docker.image.rootfs.diff.tar.gzip");
  public static final MediaType DOCKER_LAYER_ZSTD =
      new MediaType("application/vnd.docker.image.rootfs.diff.tar.zstd");

  public static final MediaType OCTET_STREAM = new MediaType("application/octet-stream");

  /// Layers whose publisher keeps them at a place of his own (`urls`); registries refuse them.
  private static final Set<String> FOREIGN_LAYERS =
      Set.of(
          "application/vnd.oci.image.layer.nondistributable.v1.tar",
          "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip",
          "application/vnd.oci.image.layer.nondistributable.v1.tar+zstd",
          "application/vnd.docker.image.rootfs.foreign.diff.tar",
          "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip");

  public MediaType {
    if (!GRAMMAR.matcher(value).matches()) {
      throw new InvalidArgumentException("invalid media type \"" + value + "\"");
    }
  }

  public boolean isManifest() {
    return equals(OCI_MANIFEST) || equals(DOCKER_MANIFEST);
  }

  public boolean isIndex() {
    return equals(OCI_INDEX) || equals(DOCKER_MANIFEST_LIST);
  }

  public boolean isConfig() {
    return equals(OCI_CONFIG) || equals(DOCKER_CONFIG);
  }

  public boolean isLayer() {
    return equals(OCI_LAYER)
        || equals(OCI_LAYER_GZIP)
        || equals(OCI_LAYER_ZSTD)
        || equals(DOCKER_LAYER)
        || equals(DOCKER_LAYER_GZIP)
        || equals(DOCKER_LAYER_ZSTD)
        || isForeignLayer();
  }

  public boolean isForeignLayer() {
    return FOREIGN_LAYERS.contains(value);
  }

  /// Whether docker, not OCI, gave the name.
  public boolean isDocker() {
    return value.startsWith("application/vnd.docker.");
  }

  @Override
  public String toString() {
    return value;
  }
}
