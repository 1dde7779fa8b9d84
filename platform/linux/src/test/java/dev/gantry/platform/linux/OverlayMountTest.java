package dev.gantry.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gantry.platform.errors.InvalidArgumentException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OverlayMountTest {
  private static final Path BASE = Path.of("/base");

  @Test
  void optionsAreInTheOrderTheKernelDocuments() {
    var overlay =
        new OverlayMount(
            BASE,
            List.of("l/A", "l/B"),
            Optional.of(new OverlayMount.Writable("u", "w")),
            List.of("index=off", "volatile"));

    assertThat(overlay.data())
        .isEqualTo("lowerdir=l/A:l/B,upperdir=u,workdir=w,index=off,volatile");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a:b", "a,b", "a\\b"})
  void namesThatWouldNeedEscapingAreRefused(String name) {
    assertThatExceptionOfType(InvalidArgumentException.class)
        .isThrownBy(() -> new OverlayMount(BASE, List.of("ok", name), Optional.empty(), List.of()));
  }

  @Test
  void moreThanAPageOfOptionsIsRefusedWithNumbers() {
    var overlay =
        new OverlayMount(BASE, Collections.nCopies(500, "0123456789"), Optional.empty(), List.of());

    assertThatExceptionOfType(InvalidArgumentException.class)
        .isThrownBy(overlay::data)
        .withMessage(
            "overlay of 500 layers in /base needs 5508 bytes of options, the kernel takes 4095");
  }
}
