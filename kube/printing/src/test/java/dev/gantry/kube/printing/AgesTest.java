package dev.gantry.kube.printing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgesTest {
  @ParameterizedTest
  @CsvSource({
    "PT-2S,<invalid>",
    "PT-1.5S,0s",
    "PT0S,0s",
    "PT119S,119s",
    "PT2M,2m",
    "PT2M1S,2m1s",
    "PT9M59S,9m59s",
    "PT10M30S,10m",
    "PT179M,179m",
    "PT3H,3h",
    "PT7H59M,7h59m",
    "PT8H59M,8h",
    "PT47H,47h",
    "PT48H,2d",
    "PT50H,2d2h",
    "P7DT23H,7d23h",
    "P8DT5H,8d",
    "P729D,729d",
    "P730D,2y",
    "P740D,2y10d",
    "P2920D,8y",
    "P3000D,8y",
  })
  void twoUnitsAtMostTheCoarserTheLongerAgo(Duration age, String text) {
    assertThat(Ages.text(age)).isEqualTo(text);
  }

  @Test
  void noTimestampIsUnknown() {
    assertThat(Ages.since("", Instant.EPOCH)).isEqualTo("<unknown>");
    assertThat(Ages.since("yesterday", Instant.EPOCH)).isEqualTo("<unknown>");
  }
}
