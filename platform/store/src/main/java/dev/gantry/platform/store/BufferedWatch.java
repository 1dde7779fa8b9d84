package dev.gantry.platform.store;

import dev.gantry.platform.errors.GantryException;
import dev.gantry.platform.errors.OutOfRangeException;
import dev.gantry.platform.errors.UnavailableException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A watch with a bounded buffer between the writer, which never waits, and the reading thread.
///
/// A watch that starts in the past first reads from its [CatchUp], while new changes gather in the
/// buffer behind it.
final class BufferedWatch implements Watch {
  private final KeyRange range;
  private final int capacity;
  private final CatchUp past;
  private final Consumer<BufferedWatch> onClose;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Queue<List<Event>> buffer = new ArrayDeque<>();
  private int buffered;
  private @Nullable Supplier<GantryException> end;

  /// @param onClose takes the watch off the writer's list
  BufferedWatch(KeyRange range, int capacity, CatchUp past, Consumer<BufferedWatch> onClose) {
    this.range = range;
    this.capacity = capacity;
    this.past = past;
    this.onClose = onClose;
  }

  /// The part of a transaction this watch is about.
  List<Event> matching(List<Event> events) {
    return events.stream().filter(event -> range.contains(event.key())).toList();
  }

  /// Adds the events of one transaction. Returns false when the reader is too far behind: then the
  /// watch has ended.
  boolean offer(List<Event> events) {
    lock.lock();
    try {
      // A single transaction may exceed the capacity; a reader that is up to date gets it.
      if (buffered > 0 && buffered + events.size() > capacity) {
        end(() -> new OutOfRangeException("watch is too old: its reader was too slow"));
        return false;
      }
      buffer.add(events);
      buffered += events.size();
      changed.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// Lets the reader fail once it has read what is buffered.
  void end(Supplier<GantryException> reason) {
    lock.lock();
    try {
      if (end == null) {
        end = reason;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<Event> next() throws InterruptedException {
    return await(Long.MAX_VALUE).orElseThrow();
  }

  @Override
  public Optional<List<Event>> poll(Duration patience) throws InterruptedException {
    return await(patience.toNanos());
  }

  private Optional<List<Event>> await(long nanos) throws InterruptedException {
    Optional<List<Event>> missed = past.next();
    if (missed.isPresent()) {
      return missed;
    }
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (buffer.isEmpty()) {
        if (end != null) {
          throw end.get();
        }
        if (left <= 0) {
          return Optional.empty();
        }
        left = changed.awaitNanos(left);
      }
      List<Event> events = buffer.remove();
      buffered -= events.size();
      return Optional.of(events);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    onClose.accept(this);
    lock.lock();
    try {
      buffer.clear();
      buffered = 0;
    } finally {
      lock.unlock();
    }
    end(() -> new UnavailableException("watch is closed"));
  }
}
