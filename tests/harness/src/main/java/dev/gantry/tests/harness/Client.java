package dev.gantry.tests.harness;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A command line client, talking to one engine: the real `docker`, or `gantry`.
public final class Client {
  /// The programs that must behave alike.
  public enum Program {
    DOCKER,
    GANTRY;

    List<String> command() {
      return switch (this) {
        case DOCKER -> List.of("docker");
        case GANTRY -> List.of(Repository.launcher().toString());
      };
    }
  }

  private final Program program;
  private final Map<String, String> environment;

  public Client(Program program, Engine engine) {
    this.program = program;
    this.environment = environment(engine);
  }

  private static Map<String, String> environment(Engine engine) {
    return Map.of(
        "DOCKER_HOST", engine.endpoint(),
        "DOCKER_CONFIG", engine.base().resolve("client").toString(),
        "DOCKER_CLI_HINTS", "false",
        "GANTRY_NO_BUILD", "1",
        "LC_ALL", "C.UTF-8",
        "TERM", "xterm");
  }

  public Program program() {
    return program;
  }

  /// Runs a command to its end and returns what it said, whatever its exit code.
  public Outcome attempt(String... arguments) {
    return Commands.run(line(arguments), environment);
  }

  /// Runs a command that must succeed.
  public Outcome run(String... arguments) {
    return attempt(arguments).orThrow();
  }

  /// Runs a command with `input` on its standard input.
  public Outcome attemptWithInput(String input, String... arguments) {
    return Commands.runWithInput(input, line(arguments), environment);
  }

  /// Runs a command that must succeed with files as its standard input and output.
  public Outcome runWithFiles(Path input, Path output, String... arguments) {
    return Commands.runWithFiles(input, output, line(arguments), environment).orThrow();
  }

  /// Starts a command and leaves it running.
  public RunningCommand start(String... arguments) {
    return Commands.start(line(arguments), environment);
  }

  /// Starts a command on a terminal of its own.
  public TerminalSession onTerminal(String... arguments) {
    return TerminalSession.start(line(arguments), environment);
  }

  private List<String> line(String... arguments) {
    var line = new ArrayList<>(program.command());
    line.addAll(List.of(arguments));
    return List.copyOf(line);
  }
}
