package dev.gantry.platform.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class TaskScopeTest {
  @Test
  void joinsResultsOfAllTasks() throws Exception {
    try (var scope = TaskScope.open("test")) {
      var one = scope.fork(() -> 1);
      var two = scope.fork(() -> 2);
      scope.join();
      assertThat(one.get() + two.get()).isEqualTo(3);
    }
  }

  @Test
  void firstFailureInterruptsSiblings() throws Exception {
    var interrupted = new AtomicBoolean();
    try (var scope = TaskScope.open("test")) {
      var waiting = new CountDownLatch(1);
      scope.fork(
          () -> {
            waiting.countDown();
            try {
              return new CountDownLatch(1).await(1, java.util.concurrent.TimeUnit.HOURS);
            } catch (InterruptedException e) {
              interrupted.set(true);
              throw e;
            }
          });
      scope.fork(
          () -> {
            waiting.await();
            throw new IllegalArgumentException("broken");
          });
      assertThatThrownBy(scope::join)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("broken");
    }
    assertThat(interrupted).isTrue();
  }

  @Test
  void closeInterruptsAndWaits() {
    var ended = new AtomicBoolean();
    try (var scope = TaskScope.open("test")) {
      scope.fork(
          () -> {
            try {
              return new CountDownLatch(1).await(1, java.util.concurrent.TimeUnit.HOURS);
            } finally {
              ended.set(true);
            }
          });
    }
    assertThat(ended).isTrue();
  }
}
