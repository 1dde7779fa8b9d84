package dev.gantry.engine.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the log of one task within its bounds. The file is renamed, and conmon told to open a
/// new one under the old name: what it writes until it does goes to the renamed file, and
/// nothing is lost.
///
/// Nobody watches the file for this: whatever reaches the log reaches the daemon too, and each
/// time it does the size is looked at.
final class LogRotation {
  private static final Logger LOG = LoggerFactory.getLogger(LogRotation.class);

  private final LogSpec.File log;
  private final Runnable reopen;

  /// @param reopen makes conmon open the log anew
  LogRotation(LogSpec.File log, Runnable reopen) {
    this.log = log;
    this.reopen = reopen;
  }

  /// Called after output has arrived, by one thread at a time.
  void check() {
    if (log.maxBytes() == 0) {
      return;
    }
    try {
      if (Files.size(log.path()) >= log.maxBytes()) {
        rotate();
      }
    } catch (NoSuchFileException _) {
      // Renamed already, and conmon has not come round to opening the next.
      return;
    } catch (IOException e) {
      LOG.warn("cannot rotate a log file={}", log.path(), e);
    }
  }

  private void rotate() throws IOException {
    for (int age = log.maxFiles() - 1; age > 1; age--) {
      moveIfPresent(LogSegment.path(log, age - 1), LogSegment.path(log, age));
    }
    if (log.maxFiles() == 1) {
      Files.delete(log.path());
    } else {
      move(log.path(), LogSegment.path(log, 1));
    }
    reopen.run();
  }

  private static void moveIfPresent(Path from, Path to) throws IOException {
    if (Files.exists(from)) {
      move(from, to);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }
}
