package dev.gantry.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileNamesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"", "plain", "grüße", "文件", "🐳 whale", "\uFFFD kept", "mixed ü 🐳 \uFFFD"})
  void validUtf8IsOrdinaryText(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);

    assertThat(FileNames.decode(bytes)).isEqualTo(name);
    assertThat(FileNames.encode(name)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ff", "61e92e747874", "c3", "f09f90", "eda080", "edb3bf", "c0af", "fffe00"})
  void invalidBytesComeBackUnchanged(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);

    assertThat(FileNames.encode(FileNames.decode(bytes))).isEqualTo(bytes);
  }

  @Test
  void anyBytesComeBackUnchangedAndDistinctBytesStayDistinct() {
    var random = new Random(42);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(12)];
      random.nextBytes(bytes);

      assertThat(FileNames.encode(FileNames.decode(bytes))).isEqualTo(bytes);
    }
  }

  @Test
  void aStringThatIsNoFileNameIsRefused() {
    assertThatThrownBy(() -> FileNames.encode("a\uD83D"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> FileNames.encode("\uDC00b"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
