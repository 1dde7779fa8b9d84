package dev.gantry.platform.lifecycle;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/// A long-lived thread that belongs to a component: [#close] interrupts it and waits for its end.
///
/// The work ends by returning or by letting [InterruptedException] out. Any other failure is given
/// to the thread's uncaught-exception handler, since nobody waits for the result.
public final class OwnedThread implements AutoCloseable {
  private final Thread thread;
  private final AtomicBoolean closed = new AtomicBoolean();

  private OwnedThread(Thread.Builder builder, Work work) {
    thread = builder.unstarted(() -> run(work));
  }

  /// For blocking Java code.
  public static OwnedThread virtual(String name, Work work) {
    return started(new OwnedThread(Thread.ofVirtual().name(name), work));
  }

  /// For code that waits in native calls, which would occupy a carrier of virtual threads.
  public static OwnedThread platform(String name, Work work) {
    return started(new OwnedThread(Thread.ofPlatform().daemon().name(name), work));
  }

  private static OwnedThread started(OwnedThread owned) {
    owned.thread.start();
    return owned;
  }

  private void run(Work work) {
    try {
      work.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      // What fails because its owner is closing is not news.
      if (!closed.get()) {
        throw e;
      }
    }
  }

  /// Interrupts the thread without waiting; [#close] still has to be called.
  public void interrupt() {
    closed.set(true);
    thread.interrupt();
  }

  /// Waits until the work has ended by itself, at most so long; false when it has not.
  public boolean join(Duration patience) throws InterruptedException {
    return thread.join(patience);
  }

  /// Waits until the work has ended by itself.
  public void join() throws InterruptedException {
    thread.join();
  }

  @Override
  public void close() {
    interrupt();
    if (Thread.currentThread().equals(thread)) {
      return;
    }
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// What the thread does.
  @FunctionalInterface
  public interface Work {
    void run() throws InterruptedException;
  }
}
