package dev.gantry.tests.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Debian's podman behind its Docker-compatible socket: the second peer of the benchmarks.
final class PodmanEngine extends Engine {
  PodmanEngine(Path base, TestHost host) {
    super(base, host);
    try {
      Files.writeString(settings(), settingsText(base.resolve("networks")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // Limits no higher than what the service itself may have, as raising them needs a capability
  // that root in a virtual machine or a container may lack. Events and logs go to files, as there
  // may be no journal.
  private static String settingsText(Path networks) {
    return """
        [containers]
        default_ulimits = ["nofile=20000:20000", "nproc=32768:32768"]
        log_driver = "k8s-file"
        [engine]
        cgroup_manager = "cgroupfs"
        events_logger = "file"
        runtime = "crun"
        [network]
        network_backend = "netavark"
        network_config_dir = "%s"
        """
        .formatted(networks);
  }

  private Path settings() {
    return base().resolve("containers.conf");
  }

  @Override
  public String name() {
    return "podman";
  }

  @Override
  public String apiVersion() {
    return "1.41";
  }

  @Override
  List<String> command() {
    return List.of(
        "podman",
        "--log-level=info",
        "--root=" + dataRoot(),
        "--runroot=" + execRoot(),
        "--tmpdir=" + base().resolve("tmp"),
        "--storage-driver=overlay",
        "system",
        "service",
        "--time=0",
        endpoint());
  }

  @Override
  Map<String, String> environment() {
    return Map.of("CONTAINERS_CONF", settings().toString());
  }

  @Override
  String readyMark() {
    return "API service listening on";
  }

  @Override
  void endHelpers() {}
}
