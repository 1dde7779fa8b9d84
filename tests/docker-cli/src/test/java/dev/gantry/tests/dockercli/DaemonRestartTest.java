package dev.gantry.tests.dockercli;

import static dev.gantry.platform.testkit.Eventually.eventually;
import static dev.gantry.tests.harness.TestHost.ADDRESS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.tests.harness.BusyboxImage;
import dev.gantry.tests.harness.Client;
import dev.gantry.tests.harness.Engine;
import dev.gantry.tests.harness.Engines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a killed and restarted daemon makes of its containers, as dockerd does it with
/// `--live-restore`.
@Tag("fault")
class DaemonRestartTest {
  private static final String UNTIL_TOLD = "until test -e /f/end; do sleep 0.05; done; exit 42";

  @TempDir Path folder;
  private Engine engine;
  private Client docker;

  @BeforeEach
  void startEngine() {
    engine = Engines.underTest();
    docker = new Client(Client.Program.DOCKER, engine);
    engine.start();
    BusyboxImage.importInto(engine);
  }

  @AfterEach
  void stopEngine() {
    engine.close();
  }

  /// Runs a container that ends with 42 once it is told to, with or without a daemon.
  private void runUntilTold(String name, String... flags) {
    docker.run(
        Arguments.prepend(
            Arguments.append(flags, "-v", folder + ":/f", "busybox", "sh", "-c", UNTIL_TOLD),
            "run",
            "-d",
            "--name",
            name));
  }

  private void runIdle(String name, String... flags) {
    docker.run(
        Arguments.prepend(
            Arguments.append(flags, "busybox", "sh", "-c", EngineTest.IDLE),
            "run",
            "-d",
            "--name",
            name));
  }

  private String inspect(String container, String template) {
    return docker.run("inspect", "-f", template, container).text();
  }

  /// Kills the daemon, ends containers while it is gone, and starts it again.
  private void endWhileDown(String... containers) throws IOException {
    var processes =
        docker
            .run(Arguments.prepend(containers, "inspect", "-f", "{{.State.Pid}}"))
            .lines()
            .stream()
            .map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow())
            .toList();
    engine.kill();
    Files.createFile(folder.resolve("end"));
    processes.forEach(process -> process.onExit().join());
    Files.delete(folder.resolve("end"));
    engine.start();
  }

  @Test
  void aServerGoesOnServingItsConnections() {
    docker.run(
        "run", "-d", "--name", "echo", "-p", "8080:80", "busybox", "nc", "-ll", "-p", "80", "-e",
        "cat");
    docker.run(
        "exec",
        "echo",
        "sh",
        "-c",
        "until grep -q :0050 /proc/net/tcp /proc/net/tcp6; do sleep 0.02; done");
    try (var client = engine.host().startOnNeighbour("busybox", "nc", ADDRESS, "8080")) {
      client.type("before\n");
      client.stdout().await("before\n");
      engine.kill();
      client.type("while down\n");
      client.stdout().await("while down\n");
      engine.start();
      client.type("after\n");
      client.stdout().await("after\n");
    }
    assertThat(docker.run("ps", "--format", "{{.Names}} {{.Ports}}").text())
        .startsWith("echo 0.0.0.0:8080->80/tcp");
    assertThat(docker.run("exec", "echo", "echo", "works").text()).isEqualTo("works");
    docker.run("stop", "-t", "0", "echo");
    assertThat(docker.run("wait", "echo").text()).isEqualTo("137");
  }

  @Test
  void anExitMeanwhileIsKnown() throws IOException {
    runUntilTold("ends");
    endWhileDown("ends");
    assertThat(docker.run("wait", "ends").text()).isEqualTo("42");
    assertThat(inspect("ends", "{{.State.Status}} {{.State.ExitCode}}")).isEqualTo("exited 42");
  }

  @Test
  void whatWasToBeRemovedAtItsEndIsRemoved() throws IOException {
    runUntilTold("ends", "--rm", "-v", "/data");
    endWhileDown("ends");
    eventually(() -> assertThat(docker.run("ps", "-aq").text()).isEmpty());
  }

  @Test
  void whatRunsIsTheSameProcessAndEndsAsEver() {
    runIdle("idle");
    var before = inspect("idle", "{{.State.Pid}} {{.State.StartedAt}}");
    engine.killAndRestart();
    assertThat(inspect("idle", "{{.State.Pid}} {{.State.StartedAt}}")).isEqualTo(before);
    docker.run("stop", "idle");
    assertThat(inspect("idle", "{{.State.Status}} {{.State.ExitCode}}")).isEqualTo("exited 0");
  }

  @Test
  void aPausedContainerStaysPaused() {
    runIdle("ice");
    docker.run("pause", "ice");
    engine.killAndRestart();
    assertThat(inspect("ice", "{{.State.Status}}")).isEqualTo("paused");
    docker.run("unpause", "ice");
    docker.run("stop", "ice");
    assertThat(inspect("ice", "{{.State.Status}} {{.State.ExitCode}}")).isEqualTo("exited 0");
  }

  @Test
  void anOrderlyEndLeavesContainersAloneToo() {
    runIdle("idle");
    var pid = inspect("idle", "{{.State.Pid}}");
    engine.terminate();
    engine.start();
    assertThat(inspect("idle", "{{.State.Status}} {{.State.Pid}}")).isEqualTo("running " + pid);
  }

  @Test
  void restartPoliciesAreObeyed() throws IOException {
    for (var policy : new String[] {"no", "always", "unless-stopped", "on-failure"}) {
      runUntilTold("ends-" + policy, "--restart", policy);
      runIdle("stopped-" + policy, "--restart", policy);
      docker.run("stop", "stopped-" + policy);
    }
    endWhileDown("ends-no", "ends-always", "ends-unless-stopped", "ends-on-failure");
    eventually(
        () ->
            assertThat(docker.run("ps", "--format", "{{.Names}}").lines())
                .containsExactlyInAnyOrder(
                    "ends-always", "ends-unless-stopped", "ends-on-failure", "stopped-always"));
    assertThat(inspect("ends-no", "{{.State.ExitCode}}")).isEqualTo("42");
  }
}
