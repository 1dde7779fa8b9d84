package dev.gantry.engine.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Looks up the children of processes.
final class Children {
  private static final Path PROC = Path.of("/proc");

  private Children() {}

  /// @param process a pid, or `self`
  static Set<Integer> of(String process) throws IOException {
    var pids = new TreeSet<Integer>();
    try (var threads = Files.newDirectoryStream(PROC.resolve(process).resolve("task"))) {
      for (Path thread : threads) {
        for (String line : lines(thread.resolve("children"))) {
          for (String pid : line.strip().split(" ", -1)) {
            if (!pid.isEmpty()) {
              pids.add(Integer.parseInt(pid));
            }
          }
        }
      }
    } catch (NoSuchFileException _) {
      return Set.of();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return pids;
  }

  /// Whether a process has a pid in a namespace of its own besides the one it has in ours.
  static boolean isOfContainer(int pid) throws IOException {
    return lines(PROC.resolve(Integer.toString(pid)).resolve("status")).stream()
        .anyMatch(line -> line.startsWith("NSpid:") && line.split("\\s+", -1).length > 2);
  }

  /// The lines of a file of a process; none when that has ended meanwhile.
  private static List<String> lines(Path file) throws IOException {
    try {
      return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException _) {
      return List.of();
    } catch (IOException e) {
      if (String.valueOf(e.getMessage()).contains("No such process")) {
        return List.of();
      }
      throw e;
    }
  }
}
