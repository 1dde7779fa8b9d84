package dev.gantry.oci.content;

import dev.gantry.oci.spec.ImageReference;
import dev.gantry.oci.spec.MediaType;
import java.util.List;
import java.util.Optional;

/// An image found in an archive, not yet loaded.
///
/// @param layers from the base up, as many as the configuration has diff ids
/// @param names with a tag each
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
record ArchivedImage(
    byte[] config, MediaType configType, List<ArchivedLayer> layers, List<ImageReference> names) {
  ArchivedImage {
    layers = List.copyOf(layers);
    names = List.copyOf(names);
  }

  /// One of its layers.
  ///
  /// @param mediaType what the archive calls it, if it does
  record ArchivedLayer(ArchivedFile file, Optional<MediaType> mediaType) {}
}
