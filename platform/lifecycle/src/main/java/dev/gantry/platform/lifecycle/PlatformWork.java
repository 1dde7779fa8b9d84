package dev.gantry.platform.lifecycle;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Work that keeps a processor busy or waits in system calls for long, such as unpacking a layer.
///
/// Virtual threads run on a few carriers and give them up only when they block in Java; such work
/// would keep a carrier from everybody else. So when a virtual thread calls, the work is done on a
/// platform thread of its own, which shares the processors by time; other threads do it at once.
/// The caller waits for its end in any case.
public final class PlatformWork {
  private PlatformWork() {}

  /// Work with a result.
  @FunctionalInterface
  public interface Work<T, E extends Exception> {
    T run() throws E;
  }

  /// Work that can be interrupted.
  @FunctionalInterface
  public interface Interruptible<E extends Exception> {
    void run() throws E, InterruptedException;
  }

  /// Does work that can be interrupted: when the caller is, so is the work.
  public static <E extends Exception> void run(String name, Interruptible<E> work)
      throws E, InterruptedException {
    if (!Thread.currentThread().isVirtual()) {
      work.run();
      return;
    }
    var outcome =
        new Outcome<Boolean, E>(
            () -> {
              work.run();
              return true;
            });
    boolean interrupted = join(outcome.start(name), true);
    if (interrupted && !(outcome.failure instanceof InterruptedException)) {
      Thread.currentThread().interrupt();
    }
    outcome.get();
  }

  /// Does work that cannot be interrupted, such as waiting for a disk. An interrupt of the caller
  /// is kept until it has ended.
  public static <T, E extends Exception> T call(String name, Work<T, E> work) throws E {
    if (!Thread.currentThread().isVirtual()) {
      return work.run();
    }
    var outcome = new Outcome<T, E>(work::run);
    if (join(outcome.start(name), false)) {
      Thread.currentThread().interrupt();
    }
    return outcome.get();
  }

  /// Waits for the end of a thread in any case, and returns whether the caller was interrupted.
  private static boolean join(Thread thread, boolean passInterrupts) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        return interrupted;
      } catch (InterruptedException e) {
        interrupted = true;
        if (passInterrupts) {
          thread.interrupt();
        }
      }
    }
  }

  private interface Body<T> {
    T run() throws Exception;
  }

  private static final class Outcome<T, E extends Exception> implements Runnable {
    private final Body<T> body;
    private @Nullable T result;
    private @Nullable Throwable failure;

    Outcome(Body<T> body) {
      this.body = body;
    }

    Thread start(String name) {
      return Thread.ofPlatform().daemon().name(name).start(this);
    }

    @Override
    public void run() {
      try {
        result = body.run();
      } catch (Throwable e) {
        failure = e;
      }
    }

    @SuppressWarnings("unchecked") // the work throws E, or InterruptedException where that may be
    T get() throws E {
      return switch (failure) {
        case null -> Objects.requireNonNull(result, "work returns something");
        case Error e -> throw e;
        case RuntimeException e -> throw e;
        default -> throw (E) failure;
      };
    }
  }
}
