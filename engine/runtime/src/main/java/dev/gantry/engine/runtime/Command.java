package dev.gantry.engine.runtime;

import dev.gantry.platform.errors.InternalException;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Runs a program to its end.
///
/// Its output goes through a file: waiting for a process can be interrupted, reading from it
/// cannot, and a program that hangs must not take a request with it for ever.
///
/// @param temporary where the file is made
/// @param environment all of it
record Command(Path temporary, Map<String, String> environment) {
  /// How a program ended.
  ///
  /// @param output what it wrote, to both streams
  record Result(int exitCode, String output) {
    boolean failed() {
      return exitCode != 0;
    }
  }

  /// @throws InterruptedException when interrupted; the program has been killed then
  Result run(List<String> arguments) throws InterruptedException {
    Path output = createFile();
    try {
      var builder = new ProcessBuilder(arguments);
      builder.environment().clear();
      builder.environment().putAll(environment);
      builder.redirectInput(Redirect.from(Path.of("/dev/null").toFile()));
      builder.redirectErrorStream(true).redirectOutput(output.toFile());
      var process = builder.start();
      try {
        int exitCode = process.waitFor();
        return new Result(exitCode, text(output).strip());
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw new InternalException("run " + arguments.getFirst() + ": " + e.getMessage(), e);
    } finally {
      delete(output);
    }
  }

  /// The content of a file that a program wrote, whatever it may be: nonsense must not hide that
  /// it is nonsense.
  static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }

  private Path createFile() {
    try {
      return Files.createTempFile(temporary, "output-", "");
    } catch (IOException e) {
      throw new InternalException("create a file in " + temporary, e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new InternalException("delete " + file, e);
    }
  }
}
