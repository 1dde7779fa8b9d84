package dev.gantry.oci.content;

import static dev.gantry.oci.content.ImageFixture.NOW;
import static dev.gantry.oci.content.ImageFixture.name;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.oci.spec.ContainerDefaults;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ImageHistoryTest {
  private final ImageFixture fixture = new ImageFixture();

  @Test
  void newestStepIsTheImageAndOlderOnesTheParents() {
    var base = fixture.image(List.of("a", "bb"), "base:1");
    var step = fixture.image(NOW, ContainerDefaults.NONE, Optional.of(base), List.of());
    var top =
        fixture.image(NOW, ContainerDefaults.NONE, Optional.of(step), List.of("ccc"), "top:1");
    var rows = new ImageHistory(fixture.images).of(top.id());
    assertThat(rows)
        .containsExactly(
            row(Optional.of(top), "COPY ccc", "", 3, "top:1"),
            row(Optional.of(step), "CMD", "nothing new", 0),
            row(Optional.of(base), "COPY bb", "", 2, "base:1"),
            row(Optional.empty(), "COPY a", "", 1));
  }

  private static HistoryRow row(
      Optional<Image> image, String createdBy, String comment, long size, String... tags) {
    return new HistoryRow(
        image.map(Image::id),
        Optional.of(NOW),
        createdBy,
        comment,
        List.of(tags).stream().map(tag -> name(tag)).toList(),
        size);
  }
}
