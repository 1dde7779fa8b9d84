package dev.gantry.engine.core;

import java.time.Duration;

/// How long a container rests before it is started again: 100 ms, doubled each time up to a
/// minute, and from the beginning once it has run for ten seconds.
record RestartBackoff(Duration next) {
  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final Duration HEALTHY_RUN = Duration.ofSeconds(10);

  static final RestartBackoff INITIAL = new RestartBackoff(SHORTEST);

  /// What to wait after a run of this length, [#next] of the result.
  RestartBackoff afterRunOf(Duration run) {
    return run.compareTo(HEALTHY_RUN) >= 0 ? INITIAL : this;
  }

  /// What to wait the time after.
  RestartBackoff doubled() {
    Duration twice = next.multipliedBy(2);
    return new RestartBackoff(twice.compareTo(LONGEST) > 0 ? LONGEST : twice);
  }
}
