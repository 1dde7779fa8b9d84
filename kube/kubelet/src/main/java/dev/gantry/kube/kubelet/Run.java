package dev.gantry.kube.kubelet;

import java.time.Instant;

/// What the latest attempt of a container is doing.
sealed interface Run {
  /// There has been no attempt.
  record None() implements Run {}

  /// Its process exists.
  record Running(Instant startedAt) implements Run {}

  /// It ended, or could not be started.
  record Ended(Termination how) implements Run {}

  default boolean isRunning() {
    return this instanceof Running;
  }
}
