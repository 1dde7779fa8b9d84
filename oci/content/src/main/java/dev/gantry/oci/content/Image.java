package dev.gantry.oci.content;

import dev.gantry.oci.spec.ChainId;
import dev.gantry.oci.spec.Descriptor;
import dev.gantry.oci.spec.DiffId;
import dev.gantry.oci.spec.ImageId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The record of an image this machine has. Its names are kept apart, since they move.
///
/// @param config the configuration blob, whose digest is the id
/// @param layers from the base up
/// @param parent the image of the previous step, for images the classic builder or `docker commit`
///     made here
/// @param created when the image was made, by its configuration; the epoch when that does not say
/// @param lastTagged when a name was last given to it here
public record Image(
    ImageId id,
    Descriptor config,
    List<ImageLayer> layers,
    Optional<ImageId> parent,
    Instant created,
    Optional<Instant> lastTagged) {

  public Image {
    layers = List.copyOf(layers);
  }

  /// How many bytes the files of all layers take.
  public long size() {
    return layers.stream().mapToLong(ImageLayer::size).sum();
  }

  /// The chain id of each stack of layers, the lowest layer's first.
  public List<ChainId> chain() {
    return ChainId.chain(diffIds());
  }

  /// The snapshot that containers of this image start on; none when the image has no layers.
  public Optional<ChainId> chainId() {
    var chain = chain();
    return chain.isEmpty() ? Optional.empty() : Optional.of(chain.getLast());
  }

  List<DiffId> diffIds() {
    return layers.stream().map(ImageLayer::diffId).toList();
  }

  Image withLastTagged(Instant when) {
    return new Image(id, config, layers, parent, created, Optional.of(when));
  }
}
