package dev.gantry.oci.content;

import dev.gantry.oci.spec.ImageReference;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;

/// Lists images by the rules of `docker images`.
public final class ImageLister {
  private static final Comparator<ImageSummary> NEWEST_FIRST =
      Comparator.comparing((ImageSummary summary) -> summary.image().created())
          .reversed()
          .thenComparing(summary -> summary.image().id());

  private final ImageStore images;

  public ImageLister(ImageStore images) {
    this.images = images;
  }

  /// The images that match, newest first.
  ///
  /// @throws dev.gantry.platform.errors.NotFoundException when `before` or `since` name an unknown
  ///     image
  /// @throws dev.gantry.platform.errors.InvalidArgumentException when a pattern is malformed
  public List<ImageSummary> list(ImageQuery query) {
    var patterns = query.references().stream().map(PathPattern::parse).toList();
    var matches = conditions(query);
    return images.all().stream()
        .filter(matches)
        .map(image -> summarize(image, patterns))
        .filter(summary -> isShown(summary, query))
        .sorted(NEWEST_FIRST)
        .toList();
  }

  private Predicate<Image> conditions(ImageQuery query) {
    var before = extreme(query.before(), BinaryOperator.minBy(Comparator.naturalOrder()));
    var since = extreme(query.since(), BinaryOperator.maxBy(Comparator.naturalOrder()));
    return image ->
        before.map(image.created()::isBefore).orElse(true)
            && query.until().map(image.created()::isBefore).orElse(true)
            && since.map(image.created()::isAfter).orElse(true)
            && matchesLabels(image, query);
  }

  private Optional<Instant> extreme(List<String> namesOrIds, BinaryOperator<Instant> which) {
    return namesOrIds.stream().map(name -> images.resolve(name).created()).reduce(which);
  }

  private boolean matchesLabels(Image image, ImageQuery query) {
    if (query.labels().isEmpty() && query.notLabels().isEmpty()) {
      return true;
    }
    var present = images.config(image.id()).defaults().labels();
    return query.labels().stream().allMatch(label -> label.matches(present))
        && query.notLabels().stream().noneMatch(label -> label.matches(present));
  }

  private ImageSummary summarize(Image image, List<PathPattern> patterns) {
    var names =
        images.namesOf(image.id()).stream()
            .map(NamedImage::name)
            .filter(name -> patterns.isEmpty() || matchesAny(name, patterns))
            .toList();
    return new ImageSummary(
        image,
        names.stream().filter(name -> name.tag().isPresent()).toList(),
        names.stream().filter(name -> name.digest().isPresent()).toList());
  }

  private static boolean matchesAny(ImageReference name, List<PathPattern> patterns) {
    return patterns.stream()
        .anyMatch(
            pattern -> pattern.matches(name.familiar()) || pattern.matches(name.familiarName()));
  }

  private boolean isShown(ImageSummary summary, ImageQuery query) {
    boolean onlyDangling = query.dangling().orElse(false);
    boolean neverDangling = query.dangling().isPresent() && !onlyDangling;
    boolean intermediate = !images.children(summary.image().id()).isEmpty();
    if (onlyDangling && (intermediate || !summary.tags().isEmpty())) {
      return false;
    }
    if (!summary.tags().isEmpty() || !summary.digests().isEmpty()) {
      return true;
    }
    return query.references().isEmpty() && !neverDangling && (query.all() || !intermediate);
  }
}
