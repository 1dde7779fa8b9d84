package dev.gantry.engine.runtime;

import dev.gantry.platform.errors.InternalException;
import dev.gantry.platform.linux.Directory;
import dev.gantry.platform.linux.Fd;
import dev.gantry.platform.linux.Lookup;
import dev.gantry.platform.linux.OpenFlag;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/// The directory of one task: what it was made from, and what its monitor leaves there.
record Bundle(Path directory) {

  String id() {
    return String.valueOf(directory.getFileName());
  }

  Path config() {
    return directory.resolve("config.json");
  }

  Path record() {
    return directory.resolve("task.json");
  }

  /// The socket where the monitor serves clients.
  Path attachSocket() {
    return directory.resolve("attach");
  }

  Path pidFile() {
    return directory.resolve("pidfile");
  }

  Path monitorPidFile() {
    return directory.resolve("conmon.pid");
  }

  /// What the monitor complains about before it has a better place to.
  Path monitorOutput() {
    return directory.resolve("conmon.out");
  }

  private Path exitFile() {
    return directory.resolve("exit");
  }

  void create(TaskRecord record, byte[] config) throws IOException {
    Files.createDirectory(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.write(config(), config);
    // Last: a bundle without it was never finished.
    Files.write(record(), record.toJson());
  }

  Optional<TaskRecord> findRecord() throws IOException {
    try {
      return Optional.of(TaskRecord.parse(Files.readAllBytes(record())));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  OptionalInt findPid() throws IOException {
    return findNumber(pidFile());
  }

  OptionalInt findMonitorPid() throws IOException {
    return findNumber(monitorPidFile());
  }

  /// The code the monitor has written, and when; empty while there is none.
  Optional<ExitStatus> findExit() throws IOException {
    var code = findNumber(exitFile());
    if (code.isEmpty()) {
      return Optional.empty();
    }
    Instant finishedAt = Files.getLastModifiedTime(exitFile()).toInstant();
    return Optional.of(new ExitStatus(code.getAsInt(), finishedAt, false));
  }

  /// Whether the monitor was told by the kernel that memory ran out.
  boolean sawOom() {
    return Files.exists(directory.resolve("oom"));
  }

  /// The number a file holds; empty when it is missing, or its writer was killed.
  static OptionalInt findNumber(Path file) throws IOException {
    try {
      String text = Files.readString(file).strip();
      return text.matches("-?[0-9]{1,9}")
          ? OptionalInt.of(Integer.parseInt(text))
          : OptionalInt.empty();
    } catch (NoSuchFileException _) {
      return OptionalInt.empty();
    }
  }

  /// Sends a line to the monitor's control pipe.
  void control(String command) throws IOException {
    // Non-blocking, so that it fails rather than waits when the monitor has gone.
    try (var pipe = Fd.open(directory.resolve("ctl"), OpenFlag.WRITE_ONLY, OpenFlag.NON_BLOCKING)) {
      pipe.writeFully((command + "\n").getBytes(StandardCharsets.US_ASCII));
    }
  }

  void delete() {
    try (var parent = Directory.open(directory.resolveSibling(""), Lookup.NO_SYMLINKS)) {
      parent.removeTree(id());
    } catch (IOException e) {
      throw new InternalException("delete bundle " + directory, e);
    }
  }
}
