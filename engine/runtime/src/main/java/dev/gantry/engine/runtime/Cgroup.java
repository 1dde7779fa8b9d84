package dev.gantry.engine.runtime;

import dev.gantry.platform.errors.InternalException;
import dev.gantry.platform.errors.InvalidArgumentException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// The control groups of one task: a directory of the same path in each hierarchy.
///
/// @param path absolute, within each hierarchy
record Cgroup(CgroupLayout layout, String path) {
  Cgroup {
    requireValidPath(path);
  }

  static void requireValidPath(String path) {
    boolean valid =
        path.startsWith("/")
            && path.length() > 1
            && Path.of(path).normalize().toString().equals(path);
    if (!valid) {
      throw new InvalidArgumentException("invalid cgroup path: \"" + path + "\"");
    }
  }

  /// The directory in the hierarchy of a controller.
  Path directory(String controller) {
    return layout.controller(controller).resolve(path.substring(1));
  }

  private List<Path> directories() {
    return layout.hierarchies().stream()
        .map(hierarchy -> hierarchy.resolve(path.substring(1)))
        .filter(Files::isDirectory)
        .toList();
  }

  boolean exists() {
    return !directories().isEmpty();
  }

  /// All processes, those in cgroups below included.
  List<Integer> processes() throws IOException {
    return processes(List.of(directory(layout.unified() ? "" : "pids")));
  }

  /// Like [#processes], with those that are in some of the hierarchies only: an OCI runtime that
  /// was killed has not entered its process into all of them.
  List<Integer> strayProcesses() throws IOException {
    return processes(directories());
  }

  private static List<Integer> processes(List<Path> directories) throws IOException {
    var processes = new TreeSet<Integer>();
    for (Path directory : directories) {
      for (Path group : tree(directory)) {
        for (String line : lines(group.resolve("cgroup.procs"))) {
          processes.add(Integer.parseInt(line));
        }
      }
    }
    return List.copyOf(processes);
  }

  void freeze() throws IOException {
    writeFreezer(layout.unified() ? "1" : "FROZEN");
  }

  void thaw() throws IOException {
    writeFreezer(layout.unified() ? "0" : "THAWED");
  }

  private void writeFreezer(String value) throws IOException {
    Files.writeString(
        directory("freezer").resolve(layout.unified() ? "cgroup.freeze" : "freezer.state"), value);
  }

  /// Whether it is frozen, or on the way there.
  boolean isFrozen() throws IOException {
    return layout.unified()
        ? number(directory("").resolve("cgroup.freeze")).orElse(0L) == 1
        : lines(directory("freezer").resolve("freezer.state")).stream()
            .anyMatch(state -> !state.equals("THAWED"));
  }

  /// How many processes the kernel has killed for want of memory.
  long oomKills() throws IOException {
    var file =
        directory("memory").resolve(layout.unified() ? "memory.events" : "memory.oom_control");
    return table(file).getOrDefault("oom_kill", 0L);
  }

  /// Removes the cgroups, which must not have processes any more.
  ///
  /// @return false when one still has
  boolean remove() throws IOException {
    boolean removed = true;
    for (Path directory : directories()) {
      for (Path group : tree(directory).reversed()) {
        removed &= remove(group);
      }
    }
    return removed;
  }

  private static boolean remove(Path group) throws IOException {
    try {
      Files.deleteIfExists(group);
      return true;
    } catch (FileSystemException _) {
      // EBUSY: a process that is dying has not left yet.
      return false;
    }
  }

  /// A cgroup and those below it, parents first.
  private static List<Path> tree(Path root) throws IOException {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    var groups = new ArrayList<Path>();
    groups.add(root);
    for (int next = 0; next < groups.size(); next++) {
      try (var entries = Files.newDirectoryStream(groups.get(next), Files::isDirectory)) {
        entries.forEach(groups::add);
      } catch (NoSuchFileException | DirectoryIteratorException _) {
        // Removed by its owner meanwhile, which is all that is wanted.
      }
    }
    return groups;
  }

  /// The lines of a control file; none when it has gone.
  static List<String> lines(Path file) throws IOException {
    try {
      return Files.readAllLines(file);
    } catch (NoSuchFileException _) {
      return List.of();
    } catch (IOException e) {
      // ENODEV: the cgroup was removed while its file was open.
      if (String.valueOf(e.getMessage()).contains("No such device")) {
        return List.of();
      }
      throw e;
    }
  }

  /// A file with one number; empty when it has gone or says `max`.
  static Optional<Long> number(Path file) throws IOException {
    var lines = lines(file);
    return lines.isEmpty() || !lines.getFirst().matches("[0-9]+")
        ? Optional.empty()
        : Optional.of(Long.parseUnsignedLong(lines.getFirst()));
  }

  /// A file of lines `name number`.
  static Map<String, Long> table(Path file) throws IOException {
    var table = new HashMap<String, Long>();
    for (String line : lines(file)) {
      int space = line.indexOf(' ');
      if (space > 0) {
        table.put(line.substring(0, space), Long.parseUnsignedLong(line.substring(space + 1)));
      }
    }
    return table;
  }

  /// Reading and writing control files fails in ways nobody can act on.
  static InternalException failure(String doing, String id, IOException cause) {
    return new InternalException(doing + " task " + id + ": " + cause.getMessage(), cause);
  }
}
