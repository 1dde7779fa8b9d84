package dev.gantry.tests.harness;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A stock kubectl, or Helm, talking to one engine's cluster with the administrator's kubeconfig.
public final class Kubectl {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path program;
  private final Engine engine;

  private Kubectl(Path program, Engine engine) {
    this.program = program;
    this.engine = engine;
  }

  public static Kubectl of(KubernetesClients version, Engine engine) {
    return new Kubectl(version.kubectl(), engine);
  }

  public static Kubectl helm(KubernetesClients version, Engine engine) {
    return new Kubectl(version.helm(), engine);
  }

  /// Runs a command to its end and returns what it said, whatever its exit code.
  public Outcome attempt(String... arguments) {
    return Commands.run(line(arguments), environment());
  }

  /// Runs a command that must succeed.
  public Outcome run(String... arguments) {
    return attempt(arguments).orThrow();
  }

  /// Runs a command with `input` on its standard input.
  public Outcome attemptWithInput(String input, String... arguments) {
    return Commands.runWithInput(input, line(arguments), environment());
  }

  /// Applies a manifest, which must succeed.
  public Outcome apply(String manifest, String... flags) {
    List<String> arguments = new ArrayList<>(List.of("apply", "-f", "-"));
    arguments.addAll(List.of(flags));
    return attemptWithInput(manifest, arguments.toArray(String[]::new)).orThrow();
  }

  /// One object as JSON.
  public JsonNode get(String... what) {
    List<String> arguments = new ArrayList<>(List.of("get", "-o", "json"));
    arguments.addAll(List.of(what));
    return JSON.readTree(run(arguments.toArray(String[]::new)).stdout());
  }

  /// Starts a command and leaves it running.
  public RunningCommand start(String... arguments) {
    return Commands.start(line(arguments), environment());
  }

  /// Starts a command on a terminal of its own.
  public TerminalSession onTerminal(String... arguments) {
    return TerminalSession.start(line(arguments), environment());
  }

  private List<String> line(String... arguments) {
    var line = new ArrayList<>(List.of(program.toString()));
    line.addAll(List.of(arguments));
    return engine.host().inside(line);
  }

  private Map<String, String> environment() {
    return Map.of(
        "KUBECONFIG",
        engine.kubeconfig().toString(),
        "HOME",
        engine.base().resolve("client").toString(),
        "LC_ALL",
        "C.UTF-8",
        "TERM",
        "xterm");
  }
}
