package dev.gantry.platform.linux;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A platform thread that is changed, runs one action and ends.
final class DiscardedThread<T, E extends Exception> implements Runnable {
  /// What changes the thread.
  @FunctionalInterface
  interface Change {
    void apply() throws ErrnoException;
  }

  private final Change change;
  private final ThreadAction<T, E> action;
  private @Nullable ErrnoException changeFailure;
  private @Nullable Throwable actionFailure;
  private @Nullable T result;

  private DiscardedThread(Change change, ThreadAction<T, E> action) {
    this.change = change;
    this.action = action;
  }

  /// Waits until the action has ended, in any case: when the caller is interrupted, so is the
  /// action.
  static <T, E extends Exception> T call(String name, Change change, ThreadAction<T, E> action)
      throws E, ErrnoException, InterruptedException {
    var work = new DiscardedThread<>(change, action);
    join(Thread.ofPlatform().name(name).start(work));
    return work.outcome();
  }

  private static void join(Thread thread) throws InterruptedException {
    InterruptedException interrupt = null;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupt = e;
        thread.interrupt();
      }
    }
    if (interrupt != null) {
      throw interrupt;
    }
  }

  @Override
  public void run() {
    try {
      change.apply();
    } catch (ErrnoException e) {
      changeFailure = e;
      return;
    }
    try {
      result = action.run();
    } catch (Throwable e) {
      actionFailure = e;
    }
  }

  @SuppressWarnings("unchecked") // an action throws E or something unchecked
  private T outcome() throws E, ErrnoException {
    if (changeFailure != null) {
      throw changeFailure;
    }
    return switch (actionFailure) {
      case null -> Objects.requireNonNull(result, "an action returns something");
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw (E) actionFailure;
    };
  }
}
