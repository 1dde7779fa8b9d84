package dev.gantry.oci.content;

import dev.gantry.oci.spec.ImageReference;
import java.util.List;

/// A line of a list of images.
///
/// @param tags its names with a tag, as far as the query's references match them
/// @param digests its names with a digest, likewise
public record ImageSummary(Image image, List<ImageReference> tags, List<ImageReference> digests) {
  public ImageSummary {
    tags = List.copyOf(tags);
    digests = List.copyOf(digests);
  }
}
