package dev.gantry.platform.lifecycle;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/// Runs work when it is due: one waiting thread for all timers, a virtual thread for each piece of
/// work. Measures by the monotonic clock, so a changed wall clock fires nothing early or late.
public final class Timers implements AutoCloseable {
  private final ScheduledThreadPoolExecutor clock;
  private final Set<Thread> running = ConcurrentHashMap.newKeySet();

  public Timers(String name) {
    clock = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name(name).factory());
    clock.setRemoveOnCancelPolicy(true);
    // The thread starts with the first timer and ends when none is left: idle costs nothing.
    clock.setKeepAliveTime(10, TimeUnit.SECONDS);
    clock.allowCoreThreadTimeOut(true);
  }

  /// Runs `work` once after `delay`.
  public Timer after(Duration delay, Runnable work) {
    var state = new AtomicReference<State>(State.WAITING);
    var scheduled =
        clock.schedule(
            () -> {
              if (state.compareAndSet(State.WAITING, State.FIRED)) {
                launch(work);
              }
            },
            delay.toNanos(),
            TimeUnit.NANOSECONDS);
    return () -> {
      boolean won = state.compareAndSet(State.WAITING, State.CANCELLED);
      scheduled.cancel(false);
      return won;
    };
  }

  private void launch(Runnable work) {
    Thread thread =
        Thread.ofVirtual()
            .name("timer")
            .unstarted(
                () -> {
                  try {
                    work.run();
                  } finally {
                    running.remove(Thread.currentThread());
                  }
                });
    running.add(thread);
    thread.start();
  }

  /// Drops what is not due yet, interrupts what runs and waits for it.
  @Override
  public void close() {
    clock.shutdownNow();
    running.forEach(Thread::interrupt);
    for (Thread thread : running) {
      if (thread.equals(Thread.currentThread())) {
        continue;
      }
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private enum State {
    WAITING,
    FIRED,
    CANCELLED
  }

  /// Work that is due later.
  @FunctionalInterface
  public interface Timer {
    /// Returns true when the work will not run because of this call.
    boolean cancel();
  }
}
