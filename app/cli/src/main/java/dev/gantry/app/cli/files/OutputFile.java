package dev.gantry.app.cli.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// A stream of the engine's written to a file, whole or not at all.
public final class OutputFile {
  private OutputFile() {}

  /// Refuses a place that cannot be written to, before anything is asked of the engine.
  public static void check(String output) {
    Path file = Path.of(output);
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null && !Files.exists(parent)) {
      throw new IllegalArgumentException(
          "invalid output path: stat " + parent + ": no such file or directory");
    }
    if (Files.isDirectory(file)) {
      throw new IllegalArgumentException(
          "invalid output path: \"" + output + "\" must be a regular file");
    }
  }

  /// Writes to a temporary name beside the file and renames it when everything has arrived.
  public static void write(InputStream from, String output) throws IOException {
    Path file = Path.of(output).toAbsolutePath();
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      try (OutputStream out = Files.newOutputStream(file)) {
        from.transferTo(out);
      }
      return;
    }
    Path temporary =
        file.resolveSibling(".tmp-" + file.getFileName() + ProcessHandle.current().pid());
    try {
      try (OutputStream out = Files.newOutputStream(temporary)) {
        from.transferTo(out);
      }
      Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
