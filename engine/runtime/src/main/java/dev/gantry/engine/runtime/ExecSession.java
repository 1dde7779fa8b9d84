package dev.gantry.engine.runtime;

import java.util.OptionalInt;

/// A process executed into a task. It lives and dies with the task, not with its streams.
public interface ExecSession extends ProcessStreams {
  int pid();

  /// Empty while it runs. Known before [#read] reports the end of the output.
  OptionalInt exitCode();

  int awaitExit() throws InterruptedException;

  void resize(TerminalSize size);
}
