package dev.gantry.tests.dockercli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.tests.harness.Commands;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// Restart policies: how often, how fast, and what ends them.
class RestartPolicyTest extends CliTest {
  /// Waits until the engine has started a container `times` times.
  private void awaitStarts(String name, int times) {
    try (var events =
        cli.start(
            "events",
            "--since",
            "0",
            "--filter",
            "container=" + name,
            "--filter",
            "event=start",
            "--format",
            "started")) {
      events.stdout().await("started\n".repeat(times));
    }
  }

  @Test
  void onFailureGivesUpAfterItsCount() {
    var id =
        runInBackground(
            "--name",
            "fails",
            "--restart",
            "on-failure:2",
            "busybox",
            "sh",
            "-c",
            "echo x; exit 7");
    awaitStarts(id, 3);
    assertThat(cli.run("wait", "fails").text()).isEqualTo("7");
    assertThat(inspect("fails", "{{.State.Status}} {{.RestartCount}} {{.State.ExitCode}}"))
        .isEqualTo("exited 2 7");
    assertThat(cli.run("logs", "fails").stdout()).isEqualTo("x\nx\nx\n");
  }

  @Test
  void onFailureIsContentWithSuccess() {
    runInBackground("--name", "fine", "--restart", "on-failure", "busybox", "true");
    cli.run("wait", "fine");
    assertThat(inspect("fine", "{{.State.Status}} {{.RestartCount}}")).isEqualTo("exited 0");
  }

  @Test
  void alwaysRestartsAfterSuccessWithGrowingPauses() {
    var id = runInBackground("--name", "loops", "--restart", "always", "busybox", "date", "+%s");
    awaitStarts(id, 4);
    var starts =
        cli
            .run(
                "events",
                "--since",
                "0",
                "--until",
                Instant.now().toString(),
                "--filter",
                "container=" + id,
                "--filter",
                "event=start",
                "--format",
                "{{.TimeNano}}")
            .lines()
            .stream()
            .map(Long::parseLong)
            .toList();
    var first = starts.get(1) - starts.get(0);
    var third = starts.get(3) - starts.get(2);
    assertThat(first).isGreaterThan(100_000_000);
    assertThat(third).isGreaterThan(400_000_000).isGreaterThan(first);
    cli.run("rm", "-f", "loops");
  }

  @Test
  void aPausedRestartIsVisibleAndStopEndsIt() {
    var id = runInBackground("--name", "loops", "--restart", "always", "busybox", "false");
    awaitStarts(id, 4);
    // From here on the pauses are long enough to be seen.
    try (var poll = cli.start("events", "--filter", "container=" + id, "--filter", "event=die")) {
      poll.stdout().await("die");
    }
    assertThat(inspect("loops", "{{.State.Status}} {{.State.Restarting}} {{.State.Running}}"))
        .isEqualTo("restarting true true");
    assertThat(cli.run("ps", "--format", "{{.Status}}").text()).startsWith("Restarting (1)");
    assertThat(cli.attempt("exec", "loops", "true").stderr()).containsIgnoringCase("is restarting");
    cli.run("stop", "loops");
    assertThat(inspect("loops", "{{.State.Status}} {{.State.Restarting}}"))
        .isEqualTo("exited false");
  }

  @Test
  void aStoppedContainerIsNotRestarted() {
    runInBackground("--name", "idle", "--restart", "unless-stopped", "busybox", "sh", "-c", IDLE);
    cli.run("stop", "idle");
    assertThat(inspect("idle", "{{.State.Status}} {{.RestartCount}}")).isEqualTo("exited 0");
  }

  @Test
  void aKilledProcessIsRestartedButADockerKillIsNot() {
    var id =
        runInBackground(
            "--name", "idle", "--restart", "always", "busybox", "sh", "-c", "echo up; sleep 1000");
    awaitLog("idle", "up");
    var pid = inspect("idle", "{{.State.Pid}}");
    Commands.run("kill", "-9", pid).orThrow();
    awaitStarts(id, 2);
    assertThat(inspect("idle", "{{.State.Status}} {{.RestartCount}}")).isEqualTo("running 1");
    cli.run("kill", "idle");
    cli.run("wait", "idle");
    assertThat(inspect("idle", "{{.State.Status}}")).isEqualTo("exited");
  }

  @Test
  void thePolicyCanBeChangedLater() {
    var id = runInBackground("--name", "loops", "--restart", "always", "busybox", "false");
    awaitStarts(id, 2);
    assertThat(cli.run("update", "--restart", "no", "loops").text()).isEqualTo("loops");
    cli.run("wait", "loops");
    assertThat(inspect("loops", "{{.HostConfig.RestartPolicy.Name}}")).isEqualTo("no");
  }
}
