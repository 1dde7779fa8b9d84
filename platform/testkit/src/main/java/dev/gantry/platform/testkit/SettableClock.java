package dev.gantry.platform.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that stands still until the test moves it.
public final class SettableClock implements InstantSource {
  private Instant now;

  public SettableClock(Instant start) {
    now = start;
  }

  /// A clock at an arbitrary, fixed time with a fraction of a second in it.
  public SettableClock() {
    this(Instant.parse("2026-01-02T03:04:05.678901234Z"));
  }

  @Override
  public synchronized Instant instant() {
    return now;
  }

  public synchronized void set(Instant instant) {
    now = instant;
  }

  /// Moves the clock, backwards by a negative duration, and returns the new time.
  public synchronized Instant advance(Duration duration) {
    now = now.plus(duration);
    return now;
  }
}
