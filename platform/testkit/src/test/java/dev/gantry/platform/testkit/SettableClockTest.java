package dev.gantry.platform.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SettableClockTest {
  @Test
  void itMovesOnlyWhenTold() {
    var clock = new SettableClock(Instant.EPOCH);

    assertThat(clock.instant()).isEqualTo(Instant.EPOCH);
    assertThat(clock.advance(Duration.ofSeconds(5))).isEqualTo(Instant.ofEpochSecond(5));
    clock.advance(Duration.ofSeconds(-6));
    assertThat(clock.instant()).isEqualTo(Instant.ofEpochSecond(-1));
    clock.set(Instant.ofEpochSecond(9));
    assertThat(clock.instant()).isEqualTo(Instant.ofEpochSecond(9));
  }
}
