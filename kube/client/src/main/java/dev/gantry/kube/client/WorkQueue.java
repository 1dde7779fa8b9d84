package dev.gantry.kube.client;

import dev.gantry.platform.lifecycle.Timers;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Keys that want attention, in order of arrival. A key waits once however often it is added, and
/// is with one worker at a time: added meanwhile, it waits until that worker is done with it.
public final class WorkQueue<K> {
  private final Timers timers;
  private final Duration firstRetry;
  private final Duration longestRetry;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Set<K> waiting = new LinkedHashSet<>();
  private final Set<K> working = new HashSet<>();
  private final Set<K> addedMeanwhile = new LinkedHashSet<>();
  private final Map<K, Timers.Timer> delayed = new HashMap<>();
  private final Map<K, Backoff> failing = new HashMap<>();
  private boolean shutDown;

  /// An empty queue.
  ///
  /// @param timers who wakes delayed keys; stays the caller's
  public WorkQueue(Timers timers, Duration firstRetry, Duration longestRetry) {
    this.timers = timers;
    this.firstRetry = firstRetry;
    this.longestRetry = longestRetry;
  }

  public void add(K key) {
    lock.lock();
    try {
      if (shutDown) {
        return;
      }
      if (working.contains(key)) {
        addedMeanwhile.add(key);
      } else if (waiting.add(key)) {
        arrived.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Adds the key after a while, and not at the time an earlier call said.
  public void addAfter(K key, Duration delay) {
    lock.lock();
    try {
      cancelDelay(key);
      if (shutDown) {
        return;
      }
      if (delay.isZero() || delay.isNegative()) {
        add(key);
      } else {
        delayed.put(key, timers.after(delay, () -> add(key)));
      }
    } finally {
      lock.unlock();
    }
  }

  /// Adds the key after a while that doubles with every call until [#forget].
  public void addRateLimited(K key) {
    lock.lock();
    try {
      var backoff = failing.computeIfAbsent(key, _ -> new Backoff(firstRetry, longestRetry));
      addAfter(key, backoff.next());
    } finally {
      lock.unlock();
    }
  }

  /// Drops the failures and the delayed visit of a key.
  public void forget(K key) {
    lock.lock();
    try {
      failing.remove(key);
      cancelDelay(key);
    } finally {
      lock.unlock();
    }
  }

  private void cancelDelay(K key) {
    Timers.Timer timer = delayed.remove(key);
    if (timer != null) {
      timer.cancel();
    }
  }

  /// Waits for a key, which is the caller's until [#done].
  public K take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (waiting.isEmpty()) {
        arrived.await();
      }
      K key = waiting.iterator().next();
      waiting.remove(key);
      working.add(key);
      return key;
    } finally {
      lock.unlock();
    }
  }

  /// Gives a taken key back.
  public void done(K key) {
    lock.lock();
    try {
      working.remove(key);
      if (addedMeanwhile.remove(key) && !shutDown && waiting.add(key)) {
        arrived.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Takes no more keys and drops the delayed ones.
  public void shutDown() {
    lock.lock();
    try {
      shutDown = true;
      delayed.values().forEach(Timers.Timer::cancel);
      delayed.clear();
      waiting.clear();
      addedMeanwhile.clear();
    } finally {
      lock.unlock();
    }
  }
}
