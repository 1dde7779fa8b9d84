package dev.gantry.engine.runtime;

import dev.gantry.platform.errors.InvalidArgumentException;
import java.nio.file.Path;

/// Where the output of a task is kept.
public sealed interface LogSpec {
  record None() implements LogSpec {}

  /// A file of CRI log lines. Rotated files are its siblings `NAME.1` (the youngest) and so on.
  ///
  /// @param maxBytes size from which the file is rotated; 0 is never
  /// @param maxFiles files kept in all; 1 means the old content is dropped
  record File(Path path, long maxBytes, int maxFiles) implements LogSpec {
    public File {
      if (maxBytes < 0 || maxFiles < 1) {
        throw new InvalidArgumentException("max-size must not be negative, max-file at least 1");
      }
      // Where the monitor's option ends.
      if (path.toString().indexOf(':') >= 0) {
        throw new InvalidArgumentException("the path of a log must not contain a colon: " + path);
      }
    }

    public static File unlimited(Path path) {
      return new File(path, 0, 1);
    }
  }

  LogSpec NONE = new None();
}
