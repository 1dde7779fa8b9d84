package dev.gantry.engine.runtime;

import java.util.Optional;

/// Entries of a log in the order they were written. For one reading thread.
public interface LogStream extends AutoCloseable {
  /// The next entry, waiting for it when following; empty at the end.
  Optional<LogEntry> next() throws InterruptedException;

  /// Ends a waiting [#next] on another thread.
  @Override
  void close();
}
