package dev.gantry.tests.harness;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The daemon of this repository, started by its launcher and never built by it.
final class GantryEngine extends Engine {
  private final List<String> surroundings;
  private boolean withCluster;

  /// @param surroundings the beginning of the command line: a program that runs the rest
  /// @param withCluster whether it is a Kubernetes cluster too
  GantryEngine(Path base, TestHost host, List<String> surroundings, boolean withCluster) {
    super(base, host);
    this.surroundings = List.copyOf(surroundings);
    this.withCluster = withCluster;
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
            "--bridge=gantry0",
            "--bip=172.30.0.1/24",
            "--kubeconfig=" + kubeconfig(),
            "--kube-listen=" + (withCluster ? "127.0.0.1:6443" : "off")));
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
    if (withCluster) {
      if (isRunning()) {
        terminate();
      }
      withCluster = false;
    }
  }
}
