package dev.gantry.kube.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.platform.lifecycle.Timers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkQueueTest {
  private final Timers timers = new Timers("test");
  private final WorkQueue<String> queue =
      new WorkQueue<>(timers, Duration.ofMillis(1), Duration.ofMillis(10));

  @AfterEach
  void close() {
    timers.close();
  }

  @Test
  void aKeyWaitsOnceHoweverOftenItIsAdded() throws InterruptedException {
    queue.add("a");
    queue.add("b");
    queue.add("a");
    assertThat(List.of(queue.take(), queue.take())).containsExactly("a", "b");
    queue.done("a");
    queue.done("b");
    queue.add("c");
    assertThat(queue.take()).isEqualTo("c");
  }

  @Test
  void aKeyAddedDuringItsWorkComesBackAfterIt() throws InterruptedException {
    queue.add("a");
    queue.take();
    queue.add("a");
    queue.add("b");
    assertThat(queue.take()).isEqualTo("b");
    queue.done("a");
    assertThat(queue.take()).isEqualTo("a");
  }

  @Test
  void theLatestDelayReplacesTheOneBefore() throws InterruptedException {
    queue.addAfter("a", Duration.ofHours(1));
    queue.addAfter("a", Duration.ofMillis(1));
    assertThat(queue.take()).isEqualTo("a");
  }

  @Test
  void aFailingReconcilerIsRunAgainAndNeverTwiceAtOnce() throws InterruptedException {
    var runs = new AtomicInteger();
    var inside = new Semaphore(1);
    var succeeded = new CountDownLatch(1);
    try (var controller =
        Controller.<String>start(
            "test",
            timers,
            4,
            List.of(),
            _ -> {
              assertThat(inside.tryAcquire()).isTrue();
              try {
                if (runs.incrementAndGet() < 4) {
                  throw new IllegalStateException("not yet");
                }
                succeeded.countDown();
                return Reconciler.Outcome.done();
              } finally {
                inside.release();
              }
            })) {
      controller.enqueue("a");
      controller.enqueue("a");
      assertThat(succeeded.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }
}
