package dev.gantry.engine.runtime;

/// Where a task is in its life.
public sealed interface TaskState {
  /// Set up, its program not yet running.
  record Created() implements TaskState {}

  record Running() implements TaskState {}

  record Paused() implements TaskState {}

  record Exited(ExitStatus status) implements TaskState {}
}
