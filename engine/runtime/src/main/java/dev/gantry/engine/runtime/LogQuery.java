package dev.gantry.engine.runtime;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// What to read of a log.
///
/// @param tail only so many lines from the end, before following; empty: all
/// @param since only lines written at that moment or later
/// @param until only lines written at that moment or earlier; a follower ends there
public record LogQuery(
    boolean stdout,
    boolean stderr,
    OptionalLong tail,
    Optional<Instant> since,
    Optional<Instant> until,
    boolean follow) {
  public static final LogQuery ALL =
      new LogQuery(true, true, OptionalLong.empty(), Optional.empty(), Optional.empty(), false);
}
