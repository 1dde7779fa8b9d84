package dev.gantry.app.cli.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitsTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0B",
    "11, 11B",
    "999, 999B",
    "1000, 1kB",
    "4262307, 4.26MB",
    "1982440, 1.98MB",
    "72800000, 72.8MB",
    "999900, 1e+03kB",
    "1234567890, 1.23GB"
  })
  void sizesHaveThreeDigits(long bytes, String text) {
    assertThat(Units.size(bytes, 3)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"675840, 660KiB", "25276026880, 23.54GiB", "1023, 1023B", "1048576, 1MiB"})
  void binarySizesHaveFourDigits(double bytes, String text) {
    assertThat(Units.binarySize(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, Less than a second", "1, 1 second", "59, 59 seconds", "60, About a minute",
    "119, About a minute", "120, 2 minutes", "3599, 59 minutes", "3600, About an hour",
    "5399, About an hour", "5400, 2 hours", "169200, 47 hours", "172800, 2 days",
    "1209600, 2 weeks", "5184000, 2 months", "63072000, 2 years"
  })
  void durationsAreRounded(long seconds, String text) {
    assertThat(Units.duration(Duration.ofSeconds(seconds))).isEqualTo(text);
  }

  @Test
  void idsAndTextsAreCut() {
    assertThat(Ids.truncate("sha256:0123456789abcdef")).isEqualTo("0123456789ab");
    assertThat(Ids.ellipsis("abcdef", 4)).isEqualTo("abc…");
    assertThat(Ids.ellipsis("abcd", 4)).isEqualTo("abcd");
  }

  @Test
  void namesSortWithTheirNumbers() {
    assertThat(Stream.of("net10", "net9", "a", "net09").sorted(NaturalOrder.INSTANCE))
        .containsExactly("a", "net9", "net09", "net10");
  }
}
