package dev.gantry.engine.runtime;

import java.time.Instant;

/// How a task ended.
///
/// @param code the exit code, or 128 + the number of the signal that killed it
/// @param oomKilled whether the kernel killed one of its processes for lack of memory
public record ExitStatus(int code, Instant finishedAt, boolean oomKilled) {
  /// The code of a task whose real one is lost: monitor and daemon both died before it did.
  public static final int UNKNOWN_CODE = 255;
}
