package dev.gantry.kube.scheduler;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.ObjectKey;
import dev.gantry.platform.lifecycle.Timers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/// Pods that wait for a node: the most important first, then the one that waits for longest.
///
/// A pod for which there is no place stays aside until something happens that could help, and then
/// still waits out its back-off of 1 s that doubles up to 10 s, so that many of them do not spin.
final class SchedulingQueue {
  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  /// A pod in the queue.
  ///
  /// @param attempts how often there was no place for it
  /// @param seen how much had happened when it was last taken out
  /// @param notBefore when its back-off ends
  record Waiting(
      ObjectKey key,
      String uid,
      int priority,
      Instant since,
      int attempts,
      long seen,
      Instant notBefore) {}

  private static final Comparator<Waiting> ORDER =
      Comparator.<Waiting>comparingInt(pod -> -pod.priority())
          .thenComparing(Waiting::since)
          .thenComparing(Waiting::uid);

  private final Timers timers;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ready = lock.newCondition();
  private final TreeSet<Waiting> active = new TreeSet<>(ORDER);
  private final Map<ObjectKey, Timers.Timer> delayed = new HashMap<>();
  private final Map<ObjectKey, Waiting> known = new HashMap<>();
  private long happened;

  SchedulingQueue(Timers timers, InstantSource clock) {
    this.timers = timers;
    this.clock = clock;
  }

  /// Adds a pod, or lets one try again that was changed.
  void add(KubeObject pod) {
    lock.lock();
    try {
      Waiting present = known.get(pod.key());
      int priority = pod.spec().path("priority").asInt(0);
      Instant now = clock.instant();
      if (present == null || !present.uid().equals(pod.uid())) {
        drop(pod.key());
        activate(new Waiting(pod.key(), pod.uid(), priority, now, 0, 0, Instant.MIN));
      } else if (!active.contains(present)) {
        wake(present);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Forgets a pod that needs no node any more.
  void remove(ObjectKey key) {
    lock.lock();
    try {
      drop(key);
    } finally {
      lock.unlock();
    }
  }

  private void drop(ObjectKey key) {
    Waiting present = known.remove(key);
    if (present != null) {
      active.remove(present);
    }
    cancelDelay(key);
  }

  private void cancelDelay(ObjectKey key) {
    Timers.Timer timer = delayed.remove(key);
    if (timer != null) {
      timer.cancel();
    }
  }

  private void activate(Waiting pod) {
    cancelDelay(pod.key());
    known.put(pod.key(), pod);
    active.add(pod);
    ready.signal();
  }

  /// Waits for a pod to place. The caller has it until [#failed] or [#remove].
  Waiting take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (active.isEmpty()) {
        ready.await();
      }
      Waiting first = active.removeFirst();
      Waiting taken =
          new Waiting(
              first.key(),
              first.uid(),
              first.priority(),
              first.since(),
              first.attempts(),
              happened,
              first.notBefore());
      known.put(taken.key(), taken);
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /// Puts a pod aside for which there was no place.
  ///
  /// @param tryAnyway whether to try again without anything having happened, after an error
  void failed(Waiting pod, boolean tryAnyway) {
    lock.lock();
    try {
      if (!pod.equals(known.get(pod.key()))) {
        return;
      }
      Waiting again =
          new Waiting(
              pod.key(),
              pod.uid(),
              pod.priority(),
              pod.since(),
              pod.attempts() + 1,
              pod.seen(),
              clock.instant().plus(backoff(pod.attempts())));
      known.put(pod.key(), again);
      if (tryAnyway || happened != pod.seen()) {
        wake(again);
      }
    } finally {
      lock.unlock();
    }
  }

  private static Duration backoff(int failures) {
    Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(failures, 10));
    return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
  }

  /// Something happened that may help the pods that `helps` accepts.
  void happened(Predicate<ObjectKey> helps) {
    lock.lock();
    try {
      happened++;
      for (Waiting pod : List.copyOf(known.values())) {
        boolean aside =
            pod.attempts() > 0 && !active.contains(pod) && !delayed.containsKey(pod.key());
        if (aside && helps.test(pod.key())) {
          wake(pod);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void wake(Waiting pod) {
    Duration wait = Duration.between(clock.instant(), pod.notBefore());
    if (pod.attempts() == 0 || !wait.isPositive()) {
      activate(pod);
      return;
    }
    cancelDelay(pod.key());
    delayed.put(pod.key(), timers.after(wait, () -> due(pod)));
  }

  private void due(Waiting pod) {
    lock.lock();
    try {
      if (pod.equals(known.get(pod.key()))) {
        activate(pod);
      }
    } finally {
      lock.unlock();
    }
  }
}
