package dev.gantry.tests.faults;

import static dev.gantry.platform.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.tests.harness.Commands;
import org.junit.jupiter.api.Test;

/// conmon, which watches over each container, is killed. The container goes on, and the daemon
/// learns of its end by other means.
class HelperKilledTest extends FaultTest {
  private static final String TALK = "while :; do echo talking; usleep 1000; done";

  private void killMonitor(String id) {
    var pid = Commands.run("pgrep", "-f", "conmon .*--cid " + id).orThrow().text();
    Commands.run("kill", "-9", pid).orThrow();
    var monitor = ProcessHandle.of(Long.parseLong(pid));
    eventually(() -> assertThat(monitor.filter(ProcessHandle::isAlive)).isEmpty());
  }

  @Test
  void exitCodesAreStillRight() {
    for (int i = 0; i < Chance.times(3, 50); i++) {
      var id = run(IDLE.replace("exit 0", "exit 37"));
      var process = process(id);
      killMonitor(id);
      try (var waiting = docker.start("wait", id)) {
        process.destroy();
        assertThat(waiting.join().text()).isEqualTo("37");
      }
      assertThat(inspect(id, "{{.State.Status}} {{.State.ExitCode}}")).isEqualTo("exited 37");
      docker.run("logs", id);
    }
  }

  @Test
  void aTalkingContainerCanBeStoppedAndItsLogBeRead() {
    for (int i = 0; i < Chance.times(2, 50); i++) {
      var id = run(TALK);
      awaitLog(id, "talking");
      try (var logs = docker.start("logs", "-f", id)) {
        killMonitor(id);
        docker.run("stop", "-t", "0", id);
        assertThat(logs.join().stdout()).startsWith("talking\n");
      }
      assertThat(inspect(id, "{{.State.Status}} {{.State.ExitCode}}")).isEqualTo("exited 137");
    }
  }

  @Test
  void restartPoliciesApply() {
    var id = run("--restart", "always", IDLE);
    var process = process(id);
    killMonitor(id);
    process.destroyForcibly();
    eventually(
        () ->
            assertThat(inspect(id, "{{.State.Status}} {{.RestartCount}}")).isEqualTo("running 1"));
  }

  @Test
  void theNextDaemonTakesOverContainersWithoutMonitor() {
    var lives = run(IDLE);
    var dies = run(IDLE);
    var process = process(dies);
    killMonitor(lives);
    killMonitor(dies);
    engine.kill();
    process.destroyForcibly();
    eventually(() -> assertThat(process.isAlive()).isFalse());
    engine.start();
    assertThat(inspect(lives, "{{.State.Status}}")).isEqualTo("running");
    assertThat(inspect(dies, "{{.State.Status}}")).isEqualTo("exited");
    // Nobody was there to hear of it: 255 says so, success would be a lie.
    assertThat(exitCode(dies)).isIn(137, 255);
    docker.run("stop", "-t", "2", lives);
    assertThat(inspect(lives, "{{.State.Status}}")).isEqualTo("exited");
  }
}
