package dev.gantry.app.daemon;

import dev.gantry.platform.errors.FailedPreconditionException;
import dev.gantry.platform.errors.InternalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The file that tells others this daemon's process id, while it runs.
///
/// It guards against two daemons by mistake, no more: the lock of the store is what keeps a second
/// one out. So a file left behind by a crash, whose number now belongs to some other program, is no
/// obstacle.
final class PidFile implements AutoCloseable {
  private final Optional<Path> file;

  private PidFile(Optional<Path> file) {
    this.file = file;
  }

  /// Writes the file if one is wanted.
  ///
  /// @throws FailedPreconditionException when the process in it is a daemon and alive
  static PidFile write(DaemonConfig config) {
    config.pidFile().ifPresent(PidFile::write);
    return new PidFile(config.pidFile());
  }

  private static void write(Path file) {
    try {
      if (Files.exists(file)) {
        String pid = Files.readString(file).strip();
        if (pid.matches("\\d+") && !isOurs(pid) && isDaemon(pid)) {
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

  private static boolean isDaemon(String pid) {
    try {
      return Files.readString(Path.of("/proc", pid, "cmdline"))
          .contains(GantryDaemon.class.getName());
    } catch (IOException gone) {
      return false;
    }
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
