package dev.gantry.tests.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Debian's dockerd, with a containerd of its own: the peer that expectations are checked against.
final class DockerdEngine extends Engine {
  private Optional<Process> containerd = Optional.empty();

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
        "--containerd=" + containerdSocket(),
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

  private Path containerdSocket() {
    return base().resolve("containerd.sock");
  }

  /// A containerd that dockerd starts by itself dies with it, and the next one does not come up
  /// while the old one's shims are around.
  @Override
  void startHelpers() throws IOException {
    if (containerd.filter(Process::isAlive).isPresent()) {
      return;
    }
    var config = base().resolve("containerd.toml");
    Files.writeString(
        config,
        """
        version = 2
        root = "%1$s/containerd"
        state = "%1$s/containerd-state"
        disabled_plugins = ["io.containerd.grpc.v1.cri"]
        [grpc]
        address = "%1$s/containerd.sock"
        """
            .formatted(base()));
    var started =
        new ProcessBuilder("containerd", "--config", config.toString(), "--log-level", "warn")
            .redirectErrorStream(true)
            .redirectOutput(base().resolve("containerd.log").toFile())
            .start();
    containerd = Optional.of(started);
  }

  @Override
  void endHelpers() {
    containerd.ifPresent(Process::destroy);
  }
}
