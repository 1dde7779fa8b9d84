package dev.gantry.tests.harness;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Debian's dockerd, with a containerd of its own: the peer that expectations are checked against.
final class DockerdEngine extends Engine {
  DockerdEngine(Path base, TestHost host) {
    super(base, host);
  }

  @Override
  public String name() {
    return "dockerd";
  }

  @Override
  public String apiVersion() {
    return "1.41";
  }

  @Override
  List<String> command() {
    return List.of(
        "dockerd",
        "--data-root=" + dataRoot(),
        "--exec-root=" + execRoot(),
        "--host=" + endpoint(),
        "--pidfile=" + pidFile(),
        "--bip=172.30.0.1/24",
        "--storage-driver=overlay2",
        "--live-restore");
  }

  @Override
  Map<String, String> environment() {
    return Map.of();
  }

  @Override
  String readyMark() {
    return "API listen on";
  }

  @Override
  void endHelpers() {
    var containerd = execRoot().resolve("containerd/containerd.pid");
    if (Files.exists(containerd)) {
      Commands.run("sh", "-c", "kill $(cat " + containerd + ")");
    }
  }
}
