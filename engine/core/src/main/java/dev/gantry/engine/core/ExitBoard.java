package dev.gantry.engine.core;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Where the ends of one container's runs are posted, and where clients wait for them.
final class ExitBoard {
  private long exits; // all guarded by this
  private int lastCode;
  private boolean removed;
  private long removalFailures;
  private String lastRemovalFailure = "";

  /// A run ended, or could not be started.
  synchronized void exited(int code) {
    exits++;
    lastCode = code;
    notifyAll();
  }

  /// The container is gone.
  synchronized void removed(int code) {
    removed = true;
    lastCode = code;
    notifyAll();
  }

  /// The container should be gone and could not be removed; those who wait for it are told.
  synchronized void removalFailed(String why) {
    removalFailures++;
    lastRemovalFailure = why;
    notifyAll();
  }

  /// A point in time, to be given to [#awaitExitAfter].
  synchronized long now() {
    return exits;
  }

  /// Waits for an exit posted after `point`, or for the removal.
  synchronized Exit awaitExitAfter(long point) throws InterruptedException {
    while (exits <= point && !removed) {
      wait();
    }
    return new Exit(lastCode, Optional.empty());
  }

  /// Waits as [#awaitExitAfter(long)] does, but no longer than `patience`; for ever without one.
  ///
  /// @return whether it ended
  synchronized boolean awaitExitAfter(long point, Optional<Duration> patience)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.orElse(Duration.ZERO).toNanos();
    while (exits <= point && !removed) {
      if (patience.isEmpty()) {
        wait();
        continue;
      }
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return true;
  }

  /// A point in time, to be given to [#awaitRemovalAfter].
  synchronized long removalFailures() {
    return removalFailures;
  }

  /// Waits until the container is gone, or could not be removed after `point`.
  synchronized Exit awaitRemovalAfter(long point) throws InterruptedException {
    while (!removed && removalFailures <= point) {
      wait();
    }
    return new Exit(lastCode, removed ? Optional.empty() : Optional.of(lastRemovalFailure));
  }

  /// What a waiter learns.
  record Exit(int code, Optional<String> error) {}
}
