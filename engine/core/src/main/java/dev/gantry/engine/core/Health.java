package dev.gantry.engine.core;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// How a container with a health check fares.
///
/// @param failingStreak probes that failed in a row
/// @param log the last probes, the oldest first
public record Health(Status status, int failingStreak, List<Probe> log) {
  private static final int LOGGED = 5;

  static final Health STARTING = new Health(Status.STARTING, 0, List.of());

  public Health {
    log = List.copyOf(log);
  }

  /// What is known of it.
  public enum Status {
    STARTING("starting"),
    HEALTHY("healthy"),
    UNHEALTHY("unhealthy");

    private final String word;

    Status(String word) {
      this.word = word;
    }

    /// The word users see.
    public String word() {
      return word;
    }
  }

  /// One run of the check.
  ///
  /// @param exitCode 0 is healthy; -1 when it took too long
  public record Probe(Instant start, Instant end, int exitCode, String output) {}

  /// The health after one more probe.
  ///
  /// @param counts whether a failure counts, which it does not while the container starts
  Health after(Probe probe, boolean counts, int retries) {
    List<Probe> longer = new ArrayList<>(log);
    longer.add(probe);
    List<Probe> kept = longer.subList(Math.max(0, longer.size() - LOGGED), longer.size());
    if (probe.exitCode() == 0) {
      return new Health(Status.HEALTHY, 0, kept);
    }
    int streak = counts ? failingStreak + 1 : failingStreak;
    return new Health(streak >= retries ? Status.UNHEALTHY : status, streak, kept);
  }
}
