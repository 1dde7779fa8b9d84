package dev.gantry.engine.runtime;

import dev.gantry.platform.lifecycle.Timers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Copies output from a source to any number of readers, each with a bounded buffer.
///
/// A reader whose buffer is full makes the source pause, as a terminal does to a program. But
/// somebody who has gone to lunch must not hold up a container: who takes nothing at all for
/// [#patience] while everybody waits for him is dropped.
final class OutputFan {
  /// Buffered bytes of one reader from which the source pauses.
  static final int FULL = 768 * 1024;

  /// Below which it goes on.
  private static final int LOW = FULL / 2;

  /// How long a fan with patience waits for a reader that does not read.
  static final Duration PATIENCE = Duration.ofSeconds(5);

  private final ReentrantLock lock = new ReentrantLock();
  private final List<Reader> readers = new ArrayList<>();
  private final Runnable resume;
  private final Optional<Timers> patience;
  private boolean paused;
  private boolean ended;

  /// @param resume makes the source go on after [#offer] has paused it
  /// @param patience times the waiting for slow readers; empty: it lasts for ever
  OutputFan(Runnable resume, Optional<Timers> patience) {
    this.resume = resume;
    this.patience = patience;
  }

  /// Gives a chunk to all readers.
  ///
  /// @return false when the source has to pause until it is told to resume
  boolean offer(OutputChunk chunk) {
    lock.lock();
    try {
      readers.forEach(reader -> reader.add(chunk));
      if (!paused && readers.stream().anyMatch(reader -> reader.buffered >= FULL)) {
        paused = true;
        watchTheSlow();
      }
      return !paused;
    } finally {
      lock.unlock();
    }
  }

  boolean isPaused() {
    lock.lock();
    try {
      return paused;
    } finally {
      lock.unlock();
    }
  }

  /// The output has ended; readers get what is buffered and then the end.
  void end() {
    lock.lock();
    try {
      ended = true;
      readers.forEach(reader -> reader.changed.signalAll());
    } finally {
      lock.unlock();
    }
  }

  /// A reader of everything offered from now on.
  Reader join() {
    lock.lock();
    try {
      var reader = new Reader();
      readers.add(reader);
      return reader;
    } finally {
      lock.unlock();
    }
  }

  private void watchTheSlow() {
    readers.forEach(reader -> reader.takenBefore = reader.taken);
    patience.ifPresent(timers -> timers.after(PATIENCE, this::dropTheStalled));
  }

  private void dropTheStalled() {
    lock.lock();
    try {
      if (!paused) {
        return;
      }
      for (Reader reader : List.copyOf(readers)) {
        if (reader.buffered >= LOW && reader.taken == reader.takenBefore) {
          reader.dropped = true;
          reader.leave();
        }
      }
      if (paused && !mayResume()) {
        watchTheSlow();
        return;
      }
      paused = false;
    } finally {
      lock.unlock();
    }
    resume.run();
  }

  private boolean mayResume() {
    return readers.stream().allMatch(reader -> reader.buffered <= LOW);
  }

  /// Called without the lock, since resuming takes locks of its own.
  private void resumeIfPossible() {
    lock.lock();
    try {
      if (!paused || !mayResume()) {
        return;
      }
      paused = false;
    } finally {
      lock.unlock();
    }
    resume.run();
  }

  /// One reader's copy of the output. For one reading thread.
  final class Reader {
    private final Condition changed = lock.newCondition();
    private final Deque<OutputChunk> chunks = new ArrayDeque<>();
    private long buffered;
    private long taken;
    private long takenBefore;
    private boolean left;
    private boolean dropped;

    private void add(OutputChunk chunk) {
      chunks.add(chunk);
      buffered += chunk.bytes().length;
      changed.signalAll();
    }

    private void leave() {
      readers.remove(this);
      left = true;
      chunks.clear();
      buffered = 0;
      changed.signalAll();
    }

    /// The next chunk, waiting for it; empty at the end.
    Optional<OutputChunk> read() throws InterruptedException {
      OutputChunk chunk;
      boolean relief;
      lock.lockInterruptibly();
      try {
        while (chunks.isEmpty() && !ended && !left) {
          changed.await();
        }
        if (chunks.isEmpty()) {
          return Optional.empty();
        }
        chunk = chunks.removeFirst();
        buffered -= chunk.bytes().length;
        taken++;
        relief = paused && buffered <= LOW;
      } finally {
        lock.unlock();
      }
      if (relief) {
        resumeIfPossible();
      }
      return Optional.of(chunk);
    }

    boolean dropped() {
      lock.lock();
      try {
        return dropped;
      } finally {
        lock.unlock();
      }
    }

    void close() {
      lock.lock();
      try {
        leave();
      } finally {
        lock.unlock();
      }
      resumeIfPossible();
    }
  }
}
