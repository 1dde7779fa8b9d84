package dev.gantry.oci.content;

import dev.gantry.oci.spec.DiffId;
import dev.gantry.oci.spec.ImageConfig;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Makes an image out of the tar of a root file system, as `docker import` does.
public final class ImageImporter {
  private final ImageStore images;
  private final LayerWriter layers;
  private final Leases leases;

  public ImageImporter(ImageStore images, LayerWriter layers, Leases leases) {
    this.images = images;
    this.layers = layers;
    this.leases = leases;
  }

  /// Takes a tar, compressed with anything or nothing, and records an image with it as the only
  /// layer.
  ///
  /// @param config makes the configuration, given the one diff id it must have
  /// @throws dev.gantry.platform.errors.InvalidArgumentException when it is no tar or a hostile one
  /// @throws dev.gantry.platform.errors.UnavailableException when the stream fails
  public Image importRootfs(InputStream rootfs, Function<DiffId, ImageConfig> config) {
    try (var lease = leases.open("import image")) {
      var layer = layers.write(lease, Optional.empty(), rootfs);
      var document = config.apply(layer.diffId()).encode();
      return images.create(ImageDraft.of(document, List.of(layer)));
    }
  }
}
