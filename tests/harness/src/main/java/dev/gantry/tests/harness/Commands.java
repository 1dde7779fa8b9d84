package dev.gantry.tests.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Runs programs of the machine: `ip`, `busybox`, `kill`, the clients.
public final class Commands {
  private Commands() {}

  /// Runs a program to its end, with empty standard input.
  public static Outcome run(String... command) {
    return run(List.of(command), Map.of());
  }

  public static Outcome run(List<String> command, Map<String, String> environment) {
    try (var running = start(command, environment)) {
      running.endInput();
      return running.join();
    }
  }

  /// Runs a program with `input` as its standard input.
  public static Outcome runWithInput(
      String input, List<String> command, Map<String, String> environment) {
    try (var running = start(command, environment)) {
      running.type(input);
      running.endInput();
      return running.join();
    }
  }

  /// Runs a program whose standard input or output is a file too large to keep in memory.
  public static Outcome runWithFiles(
      Path input, Path output, List<String> command, Map<String, String> environment) {
    var builder = builder(command, environment);
    builder.redirectInput(input.toFile()).redirectOutput(output.toFile());
    try (var running = new RunningCommand(command, builder.start())) {
      return running.join(Duration.ofMinutes(5));
    } catch (IOException e) {
      throw new UncheckedIOException("start " + command, e);
    }
  }

  /// Starts a program that the caller waits for or closes.
  public static RunningCommand start(List<String> command, Map<String, String> environment) {
    try {
      return new RunningCommand(command, builder(command, environment).start());
    } catch (IOException e) {
      throw new UncheckedIOException("start " + command, e);
    }
  }

  private static ProcessBuilder builder(List<String> command, Map<String, String> environment) {
    var builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    return builder;
  }

  /// Whether `program` is somewhere on the search path.
  public static boolean installed(String program) {
    return run("sh", "-c", "command -v " + program).succeeded();
  }
}
