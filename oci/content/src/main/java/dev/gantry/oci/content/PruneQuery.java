package dev.gantry.oci.content;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Which images `docker image prune` removes. All conditions must hold.
///
/// @param danglingOnly whether images with a tag, and images others are built on, stay
/// @param until only images created at this time or before
/// @param labels labels they must have, all of them
/// @param notLabels labels that together protect an image
public record PruneQuery(
    boolean danglingOnly,
    Optional<Instant> until,
    List<LabelFilter> labels,
    List<LabelFilter> notLabels) {
  public PruneQuery {
    labels = List.copyOf(labels);
    notLabels = List.copyOf(notLabels);
  }

  boolean matches(ImageStore images, Image image) {
    var names = images.namesOf(image.id());
    boolean tagged = names.stream().anyMatch(named -> named.name().tag().isPresent());
    boolean intermediate = !images.children(image.id()).isEmpty();
    if (danglingOnly ? tagged || intermediate : names.isEmpty() && intermediate) {
      return false;
    }
    if (until.filter(image.created()::isAfter).isPresent()) {
      return false;
    }
    return matchesLabels(images, image);
  }

  private boolean matchesLabels(ImageStore images, Image image) {
    if (labels.isEmpty() && notLabels.isEmpty()) {
      return true;
    }
    var present = images.config(image.id()).defaults().labels();
    boolean isProtected =
        !notLabels.isEmpty() && notLabels.stream().allMatch(label -> label.matches(present));
    return !isProtected && labels.stream().allMatch(label -> label.matches(present));
  }
}
