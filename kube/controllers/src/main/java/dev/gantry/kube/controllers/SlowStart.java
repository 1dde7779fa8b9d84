package dev.gantry.kube.controllers;

import dev.gantry.platform.lifecycle.TaskScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Does the same thing many times, first once, then twice at a time, then four times, and stops
/// after a batch with a failure: what is refused for all, by a quota for instance, is not tried
/// hundreds of times.
final class SlowStart {
  private static final int FIRST_BATCH = 1;

  private SlowStart() {}

  /// Returns the first failure, if there was one.
  static Optional<RuntimeException> run(String name, int count, Runnable once)
      throws InterruptedException {
    int left = count;
    for (int batch = Math.min(left, FIRST_BATCH); batch > 0; batch = Math.min(2 * batch, left)) {
      Optional<RuntimeException> failure = together(name, batch, once);
      if (failure.isPresent()) {
        return failure;
      }
      left -= batch;
    }
    return Optional.empty();
  }

  private static Optional<RuntimeException> together(String name, int count, Runnable once)
      throws InterruptedException {
    if (count == 1) {
      return attempt(once);
    }
    try (var scope = TaskScope.open(name)) {
      List<TaskScope.Task<Optional<RuntimeException>>> tasks = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        tasks.add(scope.fork(() -> attempt(once)));
      }
      scope.join();
      return tasks.stream().map(TaskScope.Task::get).flatMap(Optional::stream).findFirst();
    }
  }

  /// A failure is a result here: it must not stop the others of its batch halfway.
  private static Optional<RuntimeException> attempt(Runnable once) {
    try {
      once.run();
      return Optional.empty();
    } catch (RuntimeException e) {
      return Optional.of(e);
    }
  }
}
