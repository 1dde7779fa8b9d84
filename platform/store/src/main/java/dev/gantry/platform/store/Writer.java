package dev.gantry.platform.store;

import dev.gantry.platform.errors.GantryException;
import dev.gantry.platform.errors.UnavailableException;
import dev.gantry.platform.lifecycle.OwnedThread;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The one thread that writes. It takes whatever orders have queued up while the last batch was
/// being synced and has them committed as one: the group commit that lets concurrent writers share
/// an fsync.
///
/// A platform thread, since SQLite's calls wait for the disk.
final class Writer implements AutoCloseable {
  private static final int QUEUE = 1024;
  private static final int BATCH = 256;

  private final Committer committer;
  private final BlockingQueue<Order> queue = new ArrayBlockingQueue<>(QUEUE);
  private final OwnedThread thread;

  /// Set before the thread looks into the queue for the last time.
  private volatile @Nullable Supplier<GantryException> refusal;

  Writer(Committer committer) {
    this.committer = committer;
    this.thread = OwnedThread.platform("store-writer", this::run);
  }

  /// Has the work done and returns the revision it led to.
  long submit(Order.Work work) {
    Order order = new Order(work);
    enqueue(order);
    if (refusal != null) {
      refuseQueued(refusal);
    }
    return order.await();
  }

  private void enqueue(Order order) {
    boolean interrupted = false;
    while (true) {
      try {
        queue.put(order);
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    List<Order> batch = new ArrayList<>();
    Supplier<GantryException> reason = () -> new UnavailableException("the store is closed");
    try {
      while (true) {
        takeInto(batch);
        committer.process(batch);
        batch.clear();
      }
    } catch (InterruptedException e) {
      // Closing: what was queued before is still done.
      queue.drainTo(batch);
      committer.process(batch);
    } catch (RuntimeException | Error e) {
      reason = () -> new UnavailableException("the store's writer has failed", e);
      throw e;
    } finally {
      refusal = reason;
      batch.forEach(order -> order.refuse(refusal));
      refuseQueued(reason);
    }
  }

  /// Waits for orders and takes all there are. While there are none, old history is cleared away.
  private void takeInto(List<Order> batch) throws InterruptedException {
    Order first = queue.poll();
    while (first == null && committer.tidyUp() && !Thread.currentThread().isInterrupted()) {
      first = queue.poll();
    }
    batch.add(first == null ? queue.take() : first);
    queue.drainTo(batch, BATCH - 1);
  }

  private void refuseQueued(Supplier<GantryException> reason) {
    List<Order> late = new ArrayList<>();
    queue.drainTo(late);
    late.forEach(order -> order.refuse(reason));
  }

  @Override
  public void close() {
    thread.close();
  }
}
