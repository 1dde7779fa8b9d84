package dev.gantry.engine.runtime;

/// What came of [Task#exec].
public sealed interface ExecOutcome {
  record Started(ExecSession session) implements ExecOutcome {}

  /// The program did not start.
  ///
  /// @param exitCode 127 when there is no such program, 126 when it cannot be run
  /// @param message in docker's words, which its clients search
  record Failed(int exitCode, String message) implements ExecOutcome {}
}
