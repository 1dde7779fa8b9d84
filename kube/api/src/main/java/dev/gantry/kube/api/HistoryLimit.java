package dev.gantry.kube.api;

import dev.gantry.platform.errors.OutOfRangeException;
import dev.gantry.platform.lifecycle.Timers;
import dev.gantry.platform.store.Store;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/// Forgets the store's past after a while: what is older than one interval goes within two. A timer
/// runs only while there were writes.
final class HistoryLimit implements AutoCloseable {
  private final Store store;
  private final Duration interval;
  private final Timers timers = new Timers("kube-history");
  private final AtomicBoolean armed = new AtomicBoolean();

  HistoryLimit(Store store, Duration interval) {
    this.store = store;
    this.interval = interval;
  }

  /// Called after every write.
  void written() {
    if (armed.compareAndSet(false, true)) {
      long oldest = store.revision();
      timers.after(interval, () -> compact(oldest));
    }
  }

  private void compact(long revision) {
    armed.set(false);
    try {
      store.compact(revision);
    } catch (OutOfRangeException e) {
      // The store was quicker, by a limit of its own.
    }
  }

  @Override
  public void close() {
    timers.close();
  }
}
