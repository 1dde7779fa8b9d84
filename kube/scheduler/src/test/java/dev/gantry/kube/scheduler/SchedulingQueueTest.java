package dev.gantry.kube.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.kube.client.TestObjects;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.platform.lifecycle.Timers;
import dev.gantry.platform.testkit.SettableClock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SchedulingQueueTest {
  private final Timers timers = new Timers("test");
  private final SettableClock clock = new SettableClock();
  private final SchedulingQueue queue = new SchedulingQueue(timers, clock);

  @AfterEach
  void close() {
    timers.close();
  }

  private static KubeObject pod(String name, int priority) {
    return TestObjects.object(
        """
        {'apiVersion':'v1','kind':'Pod','metadata':{'name':'%s','uid':'%s','namespace':'d'},
         'spec':{'priority':%d}}"""
            .formatted(name, name, priority));
  }

  private void add(String name, int priority) {
    queue.add(pod(name, priority));
    clock.advance(Duration.ofMillis(1));
  }

  private String take() throws InterruptedException {
    return queue.take().uid();
  }

  @Test
  void theMostImportantComesFirstAndThenTheOldest() throws InterruptedException {
    add("a", 0);
    add("b", 0);
    add("c", 5);
    assertThat(new String[] {take(), take(), take()}).containsExactly("c", "a", "b");
  }

  @Test
  void aPodWithoutPlaceStaysAsideUntilSomethingHappened() throws InterruptedException {
    add("a", 0);
    queue.failed(queue.take(), false);
    add("b", 0);
    assertThat(take()).isEqualTo("b");
    clock.advance(Duration.ofSeconds(1));
    queue.happened(_ -> true);
    SchedulingQueue.Waiting again = queue.take();
    assertThat(again.uid()).isEqualTo("a");
    assertThat(again.attempts()).isEqualTo(1);
  }

  @Test
  void whatHappensDuringAnAttemptIsNotMissed() throws InterruptedException {
    add("a", 0);
    SchedulingQueue.Waiting taken = queue.take();
    queue.happened(_ -> true);
    // The clock stands still, so only the timer of the back-off brings the pod back.
    queue.failed(taken, false);
    assertThat(take()).isEqualTo("a");
  }

  @Test
  void aPodThatIsGoneIsForgotten() throws InterruptedException {
    add("a", 9);
    add("b", 0);
    queue.remove(pod("a", 9).key());
    assertThat(take()).isEqualTo("b");
  }
}
