package dev.gantry.oci.content;

import static dev.gantry.oci.content.ImageFixture.NOW;
import static dev.gantry.oci.content.ImageFixture.name;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.oci.spec.ContainerDefaults;
import dev.gantry.oci.spec.ImageReference;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.errors.NotFoundException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ImageListerTest {
  private final ImageFixture fixture = new ImageFixture();
  private final ImageLister lister = new ImageLister(fixture.images);

  private final Image old = image(NOW.minusSeconds(100), Map.of("team", "a"), "old", "app:1");
  private final Image middle =
      image(NOW.minusSeconds(50), Map.of("team", "b"), "mid", "app:2", "quay.io/x/app:2");
  private final Image dangling = image(NOW.minusSeconds(10), Map.of(), "dangling");
  private final Image newest =
      fixture.image(NOW, ContainerDefaults.NONE, Optional.of(old), List.of("new"), "new");

  @Test
  void newestComeFirst() {
    assertThat(ids(ImageQuery.shown())).containsExactly(newest, dangling, middle, old);
  }

  @Test
  void intermediateImagesAreShownOnlyOnRequest() {
    var intermediate = image(NOW.minusSeconds(200), Map.of(), "step");
    fixture.image(
        NOW, ContainerDefaults.NONE, Optional.of(intermediate), List.of("built"), "built");
    assertThat(ids(ImageQuery.shown())).doesNotContain(intermediate);
    assertThat(ids(query().all().build())).contains(intermediate);
  }

  @Test
  void danglingOnlyOrNever() {
    assertThat(ids(query().dangling(true).build())).containsExactly(dangling);
    assertThat(ids(query().dangling(false).build())).containsExactly(newest, middle, old);
  }

  @Test
  void labelsMustAllMatch() {
    assertThat(ids(query().labels("team").build())).containsExactly(middle, old);
    assertThat(ids(query().labels("team=a").build())).containsExactly(old);
    assertThat(ids(query().labels("team=a", "team=b").build())).isEmpty();
    assertThat(ids(query().notLabels("team=a").build())).containsExactly(newest, dangling, middle);
  }

  @Test
  void beforeAndSinceAreExclusive() {
    assertThat(ids(query().before("app:2").build())).containsExactly(old);
    assertThat(ids(query().since("app:2").build())).containsExactly(newest, dangling);
    assertThat(ids(query().since(old.id().shortId()).before("new").build()))
        .containsExactly(dangling, middle);
    assertThatThrownBy(() -> ids(query().before("nosuch").build()))
        .isInstanceOf(NotFoundException.class)
        .hasMessage("No such image: nosuch:latest");
  }

  @Test
  void severalBeforesMeanTheOldest() {
    assertThat(ids(query().before("app:1").before("new").build())).isEmpty();
    assertThat(ids(query().since("app:1").since("app:2").build()))
        .containsExactly(newest, dangling);
  }

  @Test
  void untilIsATime() {
    assertThat(ids(query().until(NOW.minusSeconds(50)).build())).containsExactly(old);
  }

  @Test
  void referencesAreAlternativesAndSelectNames() {
    assertThat(ids(query().references("app").build())).containsExactly(middle, old);
    assertThat(ids(query().references("app:1", "new:*").build())).containsExactly(newest, old);
    var summary = lister.list(query().references("quay.io/*/app:2").build());
    assertThat(summary).singleElement().extracting(ImageSummary::image).isEqualTo(middle);
    assertThat(summary.getFirst().tags()).containsExactly(name("quay.io/x/app:2"));
    assertThat(ids(query().references("app*").build())).containsExactly(middle, old);
    assertThat(ids(query().references("nosuch").build())).isEmpty();
    assertThatThrownBy(() -> ids(query().references("[").build()))
        .isInstanceOf(InvalidArgumentException.class);
  }

  @Test
  void summariesHaveTheNames() {
    var summary = lister.list(ImageQuery.shown()).get(2);
    assertThat(summary.tags())
        .extracting(ImageReference::familiar)
        .containsExactly("app:2", "quay.io/x/app:2");
    assertThat(summary.digests()).isEmpty();
  }

  private List<Image> ids(ImageQuery query) {
    return lister.list(query).stream().map(ImageSummary::image).toList();
  }

  private Image image(Instant created, Map<String, String> labels, String file, String... names) {
    return fixture.image(
        created,
        ContainerDefaults.builder().labels(labels).build(),
        Optional.empty(),
        List.of(file),
        names);
  }

  private static QueryBuilder query() {
    return new QueryBuilder(ImageQuery.shown());
  }

  /// Short ways to say what a test is about.
  private record QueryBuilder(ImageQuery build) {
    QueryBuilder all() {
      return with(true, build.dangling(), build.labels(), build.notLabels());
    }

    QueryBuilder dangling(boolean value) {
      return with(build.all(), Optional.of(value), build.labels(), build.notLabels());
    }

    QueryBuilder labels(String... values) {
      return with(build.all(), build.dangling(), parse(values), build.notLabels());
    }

    QueryBuilder notLabels(String... values) {
      return with(build.all(), build.dangling(), build.labels(), parse(values));
    }

    QueryBuilder before(String value) {
      return with(plus(build.before(), value), build.since(), build.references(), build.until());
    }

    QueryBuilder since(String value) {
      return with(build.before(), plus(build.since(), value), build.references(), build.until());
    }

    QueryBuilder references(String... values) {
      return with(build.before(), build.since(), List.of(values), build.until());
    }

    QueryBuilder until(Instant value) {
      return with(build.before(), build.since(), build.references(), Optional.of(value));
    }

    private QueryBuilder with(
        boolean all,
        Optional<Boolean> dangling,
        List<LabelFilter> labels,
        List<LabelFilter> notLabels) {
      return new QueryBuilder(
          new ImageQuery(
              all,
              dangling,
              labels,
              notLabels,
              build.before(),
              build.since(),
              build.references(),
              build.until()));
    }

    private QueryBuilder with(
        List<String> before, List<String> since, List<String> references, Optional<Instant> until) {
      return new QueryBuilder(
          new ImageQuery(
              build.all(),
              build.dangling(),
              build.labels(),
              build.notLabels(),
              before,
              since,
              references,
              until));
    }

    private static List<LabelFilter> parse(String... values) {
      return List.of(values).stream().map(LabelFilter::parse).toList();
    }

    private static List<String> plus(List<String> list, String value) {
      return Stream.concat(list.stream(), Stream.of(value)).toList();
    }
  }
}
