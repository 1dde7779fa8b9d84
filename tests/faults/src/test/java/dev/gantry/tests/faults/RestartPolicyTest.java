package dev.gantry.tests.faults;

import static dev.gantry.platform.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Restart policies when much goes wrong at once, and when the daemon is killed in between.
@Timeout(900)
class RestartPolicyTest extends FaultTest {
  private static final Duration LIMIT = Duration.ofSeconds(40);

  @Test
  void containersThatCannotLiveAreRestartedEverMoreSeldom() throws InterruptedException {
    var ids = new ArrayList<String>();
    for (int i = 0; i < Chance.times(10, 100); i++) {
      ids.add(run("--net", "none", "--restart", "always", "true"));
    }
    for (var id : ids) {
      eventually(LIMIT, () -> assertThat(restarts(id)).isGreaterThanOrEqualTo(4));
    }
    var daemon = ProcessHandle.of(engine.pid()).orElseThrow();
    var before = daemon.info().totalCpuDuration().orElseThrow();
    var window = Duration.ofSeconds(5);
    Thread.sleep(window);
    var used = daemon.info().totalCpuDuration().orElseThrow().minus(before);
    assertThat(used).isLessThan(window.dividedBy(5));
    ids.forEach(this::verifyBackOff);

    engine.killAndRestart();
    for (var id : ids) {
      eventually(
          LIMIT, () -> assertThat(inspect(id, "{{.State.Status}}")).isIn("restarting", "running"));
    }
  }

  private int restarts(String id) {
    return Integer.parseInt(inspect(id, "{{.RestartCount}}"));
  }

  /// The pauses before n restarts add up to 100 ms times 2ⁿ - 1.
  private void verifyBackOff(String id) {
    int restarts = restarts(id);
    var age = Duration.between(Instant.parse(inspect(id, "{{.Created}}")), Instant.now());
    var pauses = Duration.ofMillis(100).multipliedBy((1L << Math.min(restarts, 9)) - 1);
    assertThat(pauses).as("%d restarts in %s", restarts, age).isLessThan(age);
  }

  @Test
  void policiesAreKeptByTheNextDaemon() throws InterruptedException {
    var chance = Chance.of("kills between exit and restart");
    for (int i = 0; i < Chance.times(2, 20); i++) {
      killBetweenExitAndRestart(chance);
      engine.removeContainers();
    }
  }

  private void killBetweenExitAndRestart(Chance chance) throws InterruptedException {
    run("--name", "never", IDLE);
    run("--name", "stopped", "--restart", "unless-stopped", IDLE);
    run("--name", "stopped-always", "--restart", "always", IDLE);
    run("--name", "unless-stopped", "--restart", "unless-stopped", IDLE);
    run("--name", "succeeds", "--restart", "on-failure", IDLE);
    docker.run("stop", "stopped", "stopped-always");
    var killed = List.of(process("never"), process("unless-stopped"));
    var succeeds = process("succeeds");
    run("--name", "fails", "--restart", "on-failure:3", "exit 7");
    chance.pass(Duration.ofMillis(1), Duration.ofMillis(700));

    engine.kill();
    killed.forEach(ProcessHandle::destroyForcibly);
    succeeds.destroy();
    for (var process : killed) {
      eventually(() -> assertThat(process.isAlive()).isFalse());
    }
    eventually(() -> assertThat(succeeds.isAlive()).isFalse());
    engine.start();

    expect("never", "exited 0 137");
    expect("stopped", "exited 0 0");
    expect("succeeds", "exited 0 0");
    expect("fails", "exited 3 7");
    for (var name : List.of("stopped-always", "unless-stopped")) {
      eventually(() -> assertThat(inspect(name, "{{.State.Status}}")).isEqualTo("running"));
    }
  }

  private void expect(String name, String outcome) {
    eventually(
        LIMIT,
        () ->
            assertThat(inspect(name, "{{.State.Status}} {{.RestartCount}} {{.State.ExitCode}}"))
                .as(name)
                .isEqualTo(outcome));
  }
}
