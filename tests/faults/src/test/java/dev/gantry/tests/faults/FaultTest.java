package dev.gantry.tests.faults;

import dev.gantry.tests.harness.ApiClient;
import dev.gantry.tests.harness.Client;
import dev.gantry.tests.harness.Engine;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/// What tests on the shared engine have in common. After each of them the engine must be
/// [sound][Soundness].
@ExtendWith(SharedEngine.class)
abstract class FaultTest {
  /// Runs until it is stopped, which it is at once when asked.
  static final String IDLE = "trap 'exit 0' TERM; while :; do sleep 1000 & wait $!; done";

  Engine engine;
  Client docker;
  ApiClient api;

  @BeforeEach
  final void connect(Engine shared) {
    engine = shared;
    docker = new Client(Client.Program.DOCKER, shared);
    api = shared.api();
  }

  /// Starts a container in the background and returns its id. The last argument is a shell script,
  /// the others are flags.
  final String run(String... flagsAndScript) {
    var line = new ArrayList<>(List.of("run", "-d", "--cgroup-parent", engine.cgroupParent()));
    var last = flagsAndScript.length - 1;
    line.addAll(List.of(flagsAndScript).subList(0, last));
    line.addAll(List.of("busybox", "sh", "-c", flagsAndScript[last]));
    return docker.run(line.toArray(String[]::new)).text();
  }

  /// One value of a container's `inspect`.
  final String inspect(String container, String template) {
    return docker.run("inspect", "-f", template, container).text();
  }

  /// The first process of a running container.
  final ProcessHandle process(String container) {
    return ProcessHandle.of(Long.parseLong(inspect(container, "{{.State.Pid}}"))).orElseThrow();
  }

  /// Waits for the end of a container and returns its exit code.
  final int exitCode(String container) {
    return Integer.parseInt(docker.run("wait", container).text());
  }

  /// Waits until a container has logged `text`.
  final void awaitLog(String container, String text) {
    try (var logs = docker.start("logs", "-f", container)) {
      logs.stdout().await(text);
    }
  }
}
