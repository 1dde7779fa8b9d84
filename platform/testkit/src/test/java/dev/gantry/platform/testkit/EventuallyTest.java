package dev.gantry.platform.testkit;

import static dev.gantry.platform.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventuallyTest {
  @Test
  void itReturnsAsSoonAsTheAssertionPasses() {
    var calls = new AtomicInteger();

    eventually(() -> assertThat(calls.incrementAndGet()).isGreaterThanOrEqualTo(3));

    assertThat(calls).hasValue(3);
  }

  @Test
  void atTheDeadlineItFailsWithTheLastFailure() {
    assertThatThrownBy(
            () -> eventually(Duration.ofMillis(50), () -> assertThat("found").isEqualTo("hoped")))
        .hasMessageContaining("found")
        .hasMessageContaining("hoped");
  }
}
