package dev.gantry.engine.core;

import java.util.List;
import java.util.Optional;

/// Limits of which a test sets a few.
record Limits() {
  static Limits of() {
    return new Limits();
  }

  ResourceLimits memory(long memory, long swap, long reservation) {
    return limits(memory, swap, reservation, 0, 0, 0, Optional.empty());
  }

  ResourceLimits nanoCpus(long nanoCpus) {
    return limits(0, 0, 0, nanoCpus, 0, 0, Optional.empty());
  }

  ResourceLimits quota(long period, long quota) {
    return limits(0, 0, 0, 0, period, quota, Optional.empty());
  }

  ResourceLimits pids(long pids) {
    return limits(0, 0, 0, 0, 0, 0, Optional.of(pids));
  }

  private static ResourceLimits limits(
      long memory,
      long swap,
      long reservation,
      long nanoCpus,
      long period,
      long quota,
      Optional<Long> pids) {
    return new ResourceLimits(
        memory,
        swap,
        reservation,
        Optional.empty(),
        false,
        0,
        nanoCpus,
        period,
        quota,
        0,
        0,
        "",
        "",
        pids,
        0,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }
}
