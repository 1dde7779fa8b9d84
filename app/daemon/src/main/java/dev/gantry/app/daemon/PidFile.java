package dev.gantry.app.daemon;

import dev.gantry.platform.errors.FailedPreconditionException;
import dev.gantry.platform.errors.InternalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The file that tells others this daemon's process id, while it runs.
final class PidFile implements AutoCloseable {
  private final Optional<Path> file;

  private PidFile(Optional<Path> file) {
    this.file = file;
  }

  /// Writes the file if one is wanted.
  ///
  /// @throws FailedPreconditionException when the process in it is alive
  static PidFile write(DaemonConfig config) {
    config.pidFile().ifPresent(PidFile::write);
    return new PidFile(config.pidFile());
  }

  private static void write(Path file) {
    try {
      if (Files.exists(file)) {
        String pid = Files.readString(file).strip();
        if (pid.matches("\\d+") && Files.exists(Path.of("/proc", pid)) && !isOurs(pid)) {
          throw new FailedPreconditionException(
              "process with PID " + pid + " is still running, as " + file + " says");
        }
      }
      Files.writeString(file, ProcessHandle.current().pid() + "\n");
    } catch (IOException e) {
      throw new InternalException("write pid file " + file + ": " + e, e);
    }
  }

  private static boolean isOurs(String pid) {
    return pid.equals(String.valueOf(ProcessHandle.current().pid()));
  }

  @Override
  public void close() {
    file.ifPresent(
        path -> {
          try {
            Files.deleteIfExists(path);
          } catch (IOException e) {
            // It names a process that is ending; the next daemon replaces it.
          }
        });
  }
}
