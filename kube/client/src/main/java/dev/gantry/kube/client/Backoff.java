package dev.gantry.kube.client;

import java.time.Duration;

/// Waiting times that double from failure to failure. Belongs to one thread or lock.
public final class Backoff {
  private final Duration first;
  private final Duration longest;
  private int failures;

  public Backoff(Duration first, Duration longest) {
    this.first = first;
    this.longest = longest;
  }

  /// How long to wait after one more failure.
  public Duration next() {
    // 2^30 times any sensible first step is beyond any sensible longest one.
    Duration wait = first.multipliedBy(1L << Math.min(failures, 30));
    failures++;
    return wait.compareTo(longest) < 0 ? wait : longest;
  }

  /// Forgets the failures.
  public void reset() {
    failures = 0;
  }
}
