package dev.gantry.oci.content;

import dev.gantry.oci.spec.ImageId;
import dev.gantry.oci.spec.ImageReference;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A line of `docker history`.
///
/// @param id the image of that step, when this machine has it; docker prints `<missing>` otherwise
/// @param tags the names of that image
/// @param size how many bytes the layer of the step takes, 0 when it made none
public record HistoryRow(
    Optional<ImageId> id,
    Optional<Instant> created,
    String createdBy,
    String comment,
    List<ImageReference> tags,
    long size) {
  public HistoryRow {
    tags = List.copyOf(tags);
  }
}
