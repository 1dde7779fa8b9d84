package dev.gantry.engine.network;

import java.util.ArrayDeque;
import java.util.Deque;

/// What it takes to undo the steps done so far, the latest first.
final class UndoStack {
  private final Deque<Runnable> steps = new ArrayDeque<>();

  void push(Runnable step) {
    steps.push(step);
  }

  /// Undoes everything; what fails is noted in `reason` and doesn't stop the rest.
  void run(RuntimeException reason) {
    while (!steps.isEmpty()) {
      try {
        steps.pop().run();
      } catch (RuntimeException e) {
        reason.addSuppressed(e);
      }
    }
  }
}
