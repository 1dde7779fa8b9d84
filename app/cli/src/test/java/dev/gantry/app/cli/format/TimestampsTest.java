package dev.gantry.app.cli.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimestampsTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00.5Z");

  @ParameterizedTest
  @CsvSource({
    "1700000000, 1700000000",
    "1700000000.5, 1700000000.5",
    "10m, 1795521000",
    "2026-11-24T02:00:00.123456789Z, 1795485600.123456789",
    "2026-11-24T03:00:00+01:00, 1795485600.000000000",
    "2026-11-24Z, 1795478400.000000000"
  })
  void momentsAreSecondsWithAFraction(String given, String sent) {
    assertThat(Timestamps.parse(given, NOW)).isEqualTo(sent);
  }

  @Test
  void othersAreRefused() {
    assertThatThrownBy(() -> Timestamps.parse("yesterday", NOW))
        .hasMessage("failed to parse value as time or duration: \"yesterday\"");
  }
}
