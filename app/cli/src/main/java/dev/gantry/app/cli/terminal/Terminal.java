package dev.gantry.app.cli.terminal;

import java.io.IOException;
import java.util.Optional;

/// The terminal the command was started from, if any.
public interface Terminal {
  int STDIN = 0;
  int STDOUT = 1;
  int STDERR = 2;

  /// Rows and columns.
  record Size(int rows, int columns) {}

  boolean isTerminal(int descriptor);

  /// The size of the terminal behind a descriptor; empty when there is none.
  Optional<Size> size(int descriptor);

  /// Keys arrive one by one, unechoed and uninterpreted, until the result is closed.
  Raw rawMode(int descriptor) throws IOException;

  /// Gives the terminal its old settings back.
  interface Raw extends AutoCloseable {
    @Override
    void close();
  }
}
