package dev.gantry.platform.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class TimersTest {
  @Test
  void runsWhenDue() throws Exception {
    try (var timers = new Timers("test")) {
      var ran = new CountDownLatch(1);
      timers.after(Duration.ofMillis(1), ran::countDown);
      assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void cancelTellsWhetherItWon() throws Exception {
    try (var timers = new Timers("test")) {
      var ran = new CountDownLatch(1);
      var early = timers.after(Duration.ofHours(1), ran::countDown);
      assertThat(early.cancel()).isTrue();
      assertThat(early.cancel()).isFalse();
      var late = timers.after(Duration.ZERO, ran::countDown);
      assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(late.cancel()).isFalse();
    }
  }

  @Test
  void closeInterruptsWhatRuns() throws Exception {
    var ended = new AtomicBoolean();
    var started = new CountDownLatch(1);
    try (var timers = new Timers("test")) {
      timers.after(
          Duration.ZERO,
          () -> {
            started.countDown();
            try {
              new CountDownLatch(1).await();
            } catch (InterruptedException e) {
              ended.set(true);
            }
          });
      started.await();
    }
    assertThat(ended).isTrue();
  }
}
