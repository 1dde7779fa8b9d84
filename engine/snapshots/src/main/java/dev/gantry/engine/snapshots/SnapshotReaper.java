package dev.gantry.engine.snapshots;

import dev.gantry.platform.lifecycle.OwnedThread;
import dev.gantry.platform.linux.ErrnoException;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Deletes what is in the trash, one snapshot at a time, so that removing a container does not
/// wait for its files. What cannot be deleted stays for the next start.
final class SnapshotReaper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotReaper.class);

  /// After this there is nothing more to delete.
  private static final long END = -1;

  private final SnapshotLayout layout;
  private final LinkedBlockingQueue<Long> numbers = new LinkedBlockingQueue<>();
  private final OwnedThread thread;

  SnapshotReaper(SnapshotLayout layout) {
    this.layout = layout;
    this.thread = OwnedThread.platform("snapshot-reaper", this::run);
  }

  void delete(long number) {
    numbers.add(number);
  }

  private void run() throws InterruptedException {
    for (long number = numbers.take(); number != END; number = numbers.take()) {
      try {
        layout.removeTree(SnapshotLayout.trash(number));
      } catch (ErrnoException e) {
        LOG.warn("snapshot not deleted, the next start tries again number={}", number, e);
      }
    }
  }

  /// Waits until everything handed over is deleted.
  @Override
  public void close() {
    numbers.add(END);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    thread.close();
  }
}
