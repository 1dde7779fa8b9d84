package dev.gantry.oci.content;

import dev.gantry.oci.spec.ImageId;
import dev.gantry.oci.spec.MediaType;
import java.util.List;
import java.util.Optional;

/// An image about to be recorded.
///
/// @param config the configuration as bytes, which are kept as they are
/// @param configType what the configuration blob is called in manifests
/// @param layers from the base up; blobs and snapshots are committed already
/// @param parent the image of the previous step, when it was made here
@SuppressWarnings("ArrayRecordComponent") // nobody compares drafts
public record ImageDraft(
    byte[] config, MediaType configType, List<ImageLayer> layers, Optional<ImageId> parent) {
  public ImageDraft {
    layers = List.copyOf(layers);
  }

  /// An image of an OCI configuration without a parent.
  public static ImageDraft of(byte[] config, List<ImageLayer> layers) {
    return new ImageDraft(config, MediaType.OCI_CONFIG, layers, Optional.empty());
  }
}
