package dev.gantry.engine.runtime;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Tells the readers of a task's log that there may be more in it, so that nobody has to look
/// in vain. conmon writes the log before it passes output on, hence output that arrives here is
/// in the file.
final class OutputActivity {
  /// Of a task that does not run.
  static final OutputActivity ENDED = new OutputActivity();

  static {
    ENDED.end();
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long version;
  private boolean ended;

  /// Something was written.
  void advance() {
    lock.lock();
    try {
      version++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Nothing more will be written.
  void end() {
    lock.lock();
    try {
      version++;
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Read before looking at the file, and given to [#await] after.
  ///
  /// @param ended whether what is in the file then is all
  record State(long version, boolean ended) {}

  State state() {
    lock.lock();
    try {
      return new State(version, ended);
    } finally {
      lock.unlock();
    }
  }

  /// Waits for something to happen after `seen`, at most so long.
  void await(State seen, long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (version == seen.version() && left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}
