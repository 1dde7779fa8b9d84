package dev.gantry.tests.harness;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The daemon of this repository, started by its launcher and never built by it.
final class GantryEngine extends Engine {
  private final List<String> surroundings;
  private final List<String> network;
  private Optional<Integer> clusterPort;

  /// @param surroundings the beginning of the command line: a program that runs the rest
  /// @param network the flags that keep its networks apart from others'
  /// @param clusterPort where it is a Kubernetes cluster too
  GantryEngine(
      Path base,
      TestHost host,
      List<String> surroundings,
      List<String> network,
      Optional<Integer> clusterPort) {
    super(base, host);
    this.surroundings = List.copyOf(surroundings);
    this.network = List.copyOf(network);
    this.clusterPort = clusterPort;
  }

  @Override
  public String name() {
    return "gantry";
  }

  @Override
  public String apiVersion() {
    return "1.50";
  }

  @Override
  List<String> command() {
    var command = new ArrayList<>(surroundings);
    command.addAll(
        List.of(
            Repository.launcher().toString(),
            "daemon",
            "--data-root=" + dataRoot(),
            "--exec-root=" + execRoot(),
            "--host=" + endpoint(),
            "--pidfile=" + pidFile(),
            "--kubeconfig=" + kubeconfig(),
            "--kube-listen=" + clusterPort.map(port -> "127.0.0.1:" + port).orElse("off")));
    command.addAll(network);
    return command;
  }

  @Override
  Map<String, String> environment() {
    return Map.of("GANTRY_NO_BUILD", "1");
  }

  @Override
  String readyMark() {
    return "READY";
  }

  @Override
  void endHelpers() {}

  @Override
  void endReconcilers() {
    if (clusterPort.isPresent()) {
      if (isRunning()) {
        terminate();
      }
      clusterPort = Optional.empty();
    }
  }
}
