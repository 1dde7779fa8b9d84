package dev.gantry.platform.http;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A deadline that moves often and is reached seldom. Moving it back costs a field: the timer
/// that is armed fires at the old time, finds that it is too early, and arms itself for the
/// rest. Confined to an event loop.
final class ConnectionTimer {
  private static final long NONE = Long.MAX_VALUE;

  private final EventExecutor loop;
  private final Runnable expired;
  private @Nullable ScheduledFuture<?> armed;
  private long armedFor = NONE;
  private long deadline = NONE;

  ConnectionTimer(EventExecutor loop, Runnable expired) {
    this.loop = loop;
    this.expired = expired;
  }

  void set(Duration fromNow) {
    deadline = System.nanoTime() + fromNow.toNanos();
    if (armed == null || armedFor - deadline > 0) {
      cancelArmed();
      arm();
    }
  }

  void clear() {
    deadline = NONE;
  }

  void close() {
    clear();
    cancelArmed();
  }

  private void arm() {
    armedFor = deadline;
    long delay = Math.max(0, deadline - System.nanoTime());
    armed = loop.schedule(this::fire, delay, TimeUnit.NANOSECONDS);
  }

  private void fire() {
    armed = null;
    if (deadline == NONE) {
      return;
    }
    if (deadline - System.nanoTime() > 0) {
      arm();
    } else {
      deadline = NONE;
      expired.run();
    }
  }

  private void cancelArmed() {
    if (armed != null) {
      armed.cancel(false);
      armed = null;
    }
  }
}
