package dev.gantry.oci.content;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Which images `docker images` shows. All conditions must hold; of several references one.
///
/// @param all also images without names that others are built on
/// @param dangling only images without a tag, or none of those without a name
/// @param labels labels they must have
/// @param notLabels labels they must not have, not one of them
/// @param before created before each of these images, named or by id
/// @param since created after each of these images
/// @param references patterns for names, in the syntax of Go's `path.Match`
/// @param until created before this time
public record ImageQuery(
    boolean all,
    Optional<Boolean> dangling,
    List<LabelFilter> labels,
    List<LabelFilter> notLabels,
    List<String> before,
    List<String> since,
    List<String> references,
    Optional<Instant> until) {
  public ImageQuery {
    labels = List.copyOf(labels);
    notLabels = List.copyOf(notLabels);
    before = List.copyOf(before);
    since = List.copyOf(since);
    references = List.copyOf(references);
  }

  /// What `docker images` without flags shows.
  public static ImageQuery shown() {
    return new ImageQuery(
        false,
        Optional.empty(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty());
  }
}
