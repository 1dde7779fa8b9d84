package dev.gantry.platform.lifecycle;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// A lock per key, so that work on one container never waits for work on another. Reentrant and
/// interruptible; a key nobody holds or waits for takes no memory.
public final class KeyedLock<K> {
  private final ConcurrentHashMap<K, Entry> entries = new ConcurrentHashMap<>();

  /// Runs `work` while holding the lock of `key`.
  public <T, E extends Exception> T withLock(K key, Work<T, E> work)
      throws E, InterruptedException {
    try (var _ = lock(key)) {
      return work.run();
    }
  }

  /// Waits for the lock of `key`; closing the result, on the same thread, releases it.
  public Held lock(K key) throws InterruptedException {
    var entry = enter(key);
    try {
      entry.lock.lockInterruptibly();
    } catch (InterruptedException e) {
      leave(key);
      throw e;
    }
    return held(key, entry);
  }

  /// Like [#lock], for short work that must be done also when its thread is interrupted.
  public Held lockUninterruptibly(K key) {
    var entry = enter(key);
    entry.lock.lock();
    return held(key, entry);
  }

  private Held held(K key, Entry entry) {
    return () -> {
      entry.lock.unlock();
      leave(key);
    };
  }

  private Entry enter(K key) {
    return entries.compute(
        key,
        (_, present) -> {
          var chosen = present == null ? new Entry() : present;
          chosen.users++;
          return chosen;
        });
  }

  private void leave(K key) {
    entries.computeIfPresent(key, (_, entry) -> --entry.users == 0 ? null : entry);
  }

  /// How many keys are held or waited for; for tests of leaks.
  int size() {
    return entries.size();
  }

  /// What runs under the lock.
  @FunctionalInterface
  public interface Work<T, E extends Exception> {
    T run() throws E;
  }

  /// A lock in hand.
  @FunctionalInterface
  public interface Held extends AutoCloseable {
    @Override
    void close();
  }

  private static final class Entry {
    final ReentrantLock lock = new ReentrantLock();
    int users; // guarded by the map's bin lock
  }
}
