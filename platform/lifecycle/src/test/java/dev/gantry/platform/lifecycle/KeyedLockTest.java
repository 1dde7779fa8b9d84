package dev.gantry.platform.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class KeyedLockTest {
  private final KeyedLock<String> locks = new KeyedLock<>();

  @Test
  void excludesOnlyTheSameKey() throws Exception {
    int[] count = {0};
    var held = locks.lock("other");
    try (var scope = TaskScope.open("test")) {
      for (int i = 0; i < 8; i++) {
        scope.fork(
            () -> {
              for (int n = 0; n < 1000; n++) {
                locks.withLock("a", () -> count[0]++);
              }
              return true;
            });
      }
      scope.join();
    }
    held.close();
    assertThat(count[0]).isEqualTo(8000);
  }

  @Test
  void keepsNothingOfReleasedKeys() throws Exception {
    locks.withLock("a", () -> locks.withLock("a", () -> "reentrant"));
    assertThat(locks.size()).isZero();
  }

  @Test
  void waitingCanBeInterrupted() throws Exception {
    try (var _ = locks.lock("a")) {
      var started = new CountDownLatch(1);
      var waiter =
          OwnedThread.virtual(
              "waiter",
              () -> {
                started.countDown();
                locks.lock("a").close();
              });
      started.await();
      waiter.close();
    }
    assertThat(locks.size()).isZero();
  }

  @Test
  void releasesWhenTheWorkFails() {
    assertThatThrownBy(
            () ->
                locks.withLock(
                    "a",
                    () -> {
                      throw new IllegalStateException("broken");
                    }))
        .hasMessage("broken");
    assertThat(locks.size()).isZero();
  }
}
