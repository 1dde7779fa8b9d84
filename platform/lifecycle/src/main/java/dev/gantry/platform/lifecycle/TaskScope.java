package dev.gantry.platform.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Runs pieces of one job side by side on virtual threads, and never outlives the job.
///
/// ```java
/// try (var scope = TaskScope.open("start web")) {
///   var rootfs = scope.fork(() -> mount(snapshot));
///   var network = scope.fork(() -> connect(endpoint));
///   scope.join();
///   run(rootfs.get(), network.get());
/// }
/// ```
///
/// The first failure interrupts the siblings, and [#join] rethrows it with the later ones
/// suppressed. [#close] interrupts what still runs and waits until all have ended, so nothing of
/// the scope runs after its block. A scope belongs to the thread that opened it.
public final class TaskScope implements AutoCloseable {
  private final String name;
  private final List<Task<?>> tasks = new ArrayList<>();
  private final List<Throwable> failures = new ArrayList<>();

  private TaskScope(String name) {
    this.name = name;
  }

  public static TaskScope open(String name) {
    return new TaskScope(name);
  }

  /// Starts `work` on a virtual thread of its own.
  public <T> Task<T> fork(Callable<T> work) {
    var task = new Task<T>(this, name + "/" + (tasks.size() + 1), work);
    synchronized (failures) {
      tasks.add(task);
    }
    task.thread.start();
    return task;
  }

  /// Waits for all forked work and throws the first failure, if there was one. Unchecked failures
  /// are rethrown as they are; checked ones arrive wrapped in an [IllegalStateException].
  public void join() throws InterruptedException {
    for (Task<?> task : tasks) {
      task.await();
    }
    synchronized (failures) {
      if (failures.isEmpty()) {
        return;
      }
      var first = failures.getFirst();
      failures.stream().skip(1).filter(later -> !later.equals(first)).forEach(first::addSuppressed);
      switch (first) {
        case RuntimeException unchecked -> throw unchecked;
        case Error error -> throw error;
        case InterruptedException interrupted -> throw interrupted;
        default -> throw new IllegalStateException(name + ": " + first.getMessage(), first);
      }
    }
  }

  @Override
  public void close() {
    tasks.forEach(Task::interrupt);
    boolean interrupted = false;
    for (Task<?> task : tasks) {
      interrupted |= task.awaitUninterruptibly();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void failed(Task<?> failed, Throwable failure) {
    synchronized (failures) {
      failures.add(failure);
      if (failures.size() == 1) {
        tasks.stream().filter(task -> !task.equals(failed)).forEach(Task::interrupt);
      }
    }
  }

  /// One piece of forked work.
  public static final class Task<T> {
    private final FutureTask<T> future;
    private final Thread thread;

    private Task(TaskScope scope, String name, Callable<T> work) {
      future =
          new FutureTask<>(
              () -> {
                try {
                  return work.call();
                } catch (Throwable failure) {
                  scope.failed(this, failure);
                  throw failure;
                }
              });
      thread = Thread.ofVirtual().name(name).unstarted(future);
    }

    /// The result; only after [TaskScope#join] has returned normally.
    public T get() {
      if (future.state() != java.util.concurrent.Future.State.SUCCESS) {
        throw new IllegalStateException("get before a successful join: " + future.state());
      }
      return future.resultNow();
    }

    private void interrupt() {
      if (!future.isDone()) {
        thread.interrupt();
      }
    }

    private void await() throws InterruptedException {
      try {
        future.get();
      } catch (ExecutionException | CancellationException reported) {
        // The scope has noted it already; join() throws it.
      }
    }

    /// Returns whether the waiting thread was interrupted meanwhile.
    private boolean awaitUninterruptibly() {
      boolean interrupted = false;
      while (true) {
        try {
          thread.join();
          return interrupted;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
  }
}
