package dev.gantry.tests.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What is left on the machine of the engine that lived below a folder: processes that name the
/// folder on their command line, and mounts inside it.
public record Remains(Path base, List<ProcessHandle> processes, List<Path> mounts) {
  public Remains {
    processes = List.copyOf(processes);
    mounts = List.copyOf(mounts);
  }

  public static Remains of(Path base) {
    return new Remains(base, processesNaming(base), mountsBelow(base, "self"));
  }

  /// The same with the mounts that a process sees, for one with a mount namespace of its own.
  static Remains seenBy(long pid, Path base) {
    return new Remains(base, processesNaming(base), mountsBelow(base, Long.toString(pid)));
  }

  private static List<ProcessHandle> processesNaming(Path base) {
    return ProcessHandle.allProcesses()
        .filter(process -> process.pid() != ProcessHandle.current().pid())
        .filter(process -> commandLine(process.pid()).orElse("").contains(base + "/"))
        .toList();
  }

  static Optional<String> commandLine(long pid) {
    try {
      var words =
          Files.readString(Path.of("/proc/" + pid + "/cmdline"), StandardCharsets.ISO_8859_1);
      return Optional.of(words.replace('\0', ' ').strip());
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  /// Innermost first, the order in which they can be unmounted.
  private static List<Path> mountsBelow(Path base, String process) {
    try (var lines = Files.lines(Path.of("/proc", process, "mountinfo"))) {
      return lines
          .map(line -> line.split(" ", -1)[4].replace("\\040", " "))
          .filter(point -> point.startsWith(base + "/"))
          .map(Path::of)
          .toList()
          .reversed();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Ends the processes, undoes the mounts and deletes the folder and the control
  /// group of its name.
  void destroy() {
    processes.forEach(ProcessHandle::destroyForcibly);
    for (var mount : mounts) {
      Commands.run("umount", "-l", mount.toString());
    }
    Commands.run("rm", "-rf", "--one-file-system", base.toString());
    var group = base.getFileName();
    Commands.run("sh", "-c", "rmdir /sys/fs/cgroup/%1$s /sys/fs/cgroup/*/%1$s".formatted(group));
  }
}
