package dev.gantry.tests.dockercli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `exec`: more processes in a running container.
class ExecTest extends CliTest {
  @Test
  void keepsOutputAndErrorsApartAndReturnsTheExitCode() {
    runIdle("idle");
    var outcome = cli.attempt("exec", "idle", "sh", "-c", "echo out; echo err >&2; exit 42");
    assertThat(outcome.stdout()).isEqualTo("out\n");
    assertThat(outcome.stderr()).isEqualTo("err\n");
    assertThat(outcome.exitCode()).isEqualTo(42);
  }

  @Test
  void inputAndItsEndReachTheProcess() {
    runIdle("idle");
    var outcome = cli.attemptWithInput("a\nb\n", "exec", "-i", "idle", "sh", "-c", "cat; exit 4");
    assertThat(outcome.stdout()).isEqualTo("a\nb\n");
    assertThat(outcome.exitCode()).isEqualTo(4);
    assertThat(cli.attemptWithInput("a\n", "exec", "idle", "cat").stdout()).isEmpty();
  }

  @Test
  void largeInputComesBackWhole() {
    runIdle("idle");
    var text = "0123456789abcdef".repeat(100_000);
    assertThat(cli.attemptWithInput(text, "exec", "-i", "idle", "cat").stdout()).isEqualTo(text);
  }

  @Test
  void hasTheContainersEnvironmentAndItsOwn(@TempDir Path folder) throws IOException {
    runInBackground(
        "--name", "env", "-e", "A=1", "-e", "B=2", "-w", "/tmp", "busybox", "sh", "-c", IDLE);
    assertThat(cli.run("exec", "-e", "B=3", "env", "sh", "-c", "echo $A$B $PWD $HOME").text())
        .isEqualTo("13 /tmp /root");
    var file = folder.resolve("env");
    Files.writeString(file, "C=4\n");
    assertThat(cli.run("exec", "--env-file", file + "", "env", "sh", "-c", "echo $C").text())
        .isEqualTo("4");
  }

  @Test
  void canBeAnotherUserElsewhere() {
    runInBackground("--name", "user", "-u", "nobody", "busybox", "sh", "-c", IDLE);
    assertThat(cli.run("exec", "user", "id", "-u").text()).isEqualTo("65534");
    assertThat(cli.run("exec", "-u", "daemon", "user", "id", "-G").text()).isEqualTo("1 50");
    assertThat(cli.run("exec", "-w", "/bin", "-u", "0", "user", "pwd").text()).isEqualTo("/bin");
  }

  @Test
  void aMissingProgramExits127() {
    runIdle("idle");
    var outcome = cli.attempt("exec", "idle", "no-such-program");
    assertThat(outcome.exitCode()).isEqualTo(engine.spelling(127, 126));
    assertThat(outcome.stdout() + outcome.stderr())
        .contains("exec: \"no-such-program\": executable file not found in $PATH");
  }

  @Test
  void aFileThatIsNotExecutableExits126() {
    runIdle("idle");
    var outcome = cli.attempt("exec", "idle", "/etc/passwd");
    assertThat(outcome.exitCode()).isEqualTo(126);
    assertThat(outcome.stdout() + outcome.stderr()).contains("permission denied");
  }

  @Test
  void aMissingFolderOrUserIsNamed() {
    runIdle("idle");
    var folder = cli.attempt("exec", "-w", "/missing", "idle", "true");
    assertThat(folder.exitCode()).isIn(126, 127);
    assertThat(folder.stdout() + folder.stderr()).contains("/missing");
    var user = cli.attempt("exec", "-u", "nope", "idle", "true");
    assertThat(user.exitCode()).isIn(1, 126);
    assertThat(user.stdout() + user.stderr()).contains("unable to find user nope");
  }

  @Test
  void detachedReturnsAtOnceAndRunsOn() {
    runIdle("idle");
    var outcome = cli.run("exec", "-d", "idle", "sh", "-c", "echo done >/result; sleep 1000");
    assertThat(outcome.stdout()).isEmpty();
    cli.run("exec", "idle", "sh", "-c", "until grep -q done /result; do sleep 0.05; done");
    assertThat(cli.run("top", "idle", "-o", "pid,args").stdout()).contains("sleep 1000");
  }

  @Test
  void needsARunningContainer() {
    var id = cli.run("create", "--name", "still", "busybox", "true").text();
    var outcome = cli.attempt("exec", "still", "true");
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.stderr()).containsIgnoringCase("container " + id + " is not running");
  }

  @Test
  void diesWithItsContainer() {
    runIdle("idle");
    try (var exec = cli.start("exec", "idle", "sh", "-c", "echo up; sleep 1000")) {
      exec.stdout().await("up");
      cli.run("kill", "idle");
      assertThat(exec.join().exitCode()).isEqualTo(137);
    }
  }

  @Test
  void livesOnWhenItsClientIsGone() {
    runIdle("idle");
    try (var exec = cli.start("exec", "idle", "sh", "-c", "echo up; sleep 1111; echo more")) {
      exec.stdout().await("up");
      exec.signal("KILL");
      exec.join();
    }
    assertThat(cli.run("top", "idle", "-o", "pid,args").stdout()).contains("sleep 1111");
  }

  @Test
  void sharesTheLimitsAndNamespacesOfTheContainer() {
    runInBackground("--name", "box", "--hostname", "box", "busybox", "sh", "-c", IDLE);
    assertThat(cli.run("exec", "box", "hostname").text()).isEqualTo("box");
    assertThat(cli.run("exec", "box", "cat", "/proc/self/cgroup").stdout())
        .isEqualTo(cli.run("exec", "box", "cat", "/proc/1/cgroup").stdout());
    assertThat(cli.run("exec", "box", "sh", "-c", "grep CapEff /proc/self/status").text())
        .endsWith("00000000a80425fb");
  }

  @Test
  void anUnknownFlagIsNamed() {
    runIdle("idle");
    var outcome = cli.attempt("exec", "--bogus", "idle", "true");
    assertThat(outcome.stderr()).contains("unknown flag: --bogus");
    assertThat(outcome.exitCode()).isEqualTo(engine.spelling(125, 125));
  }
}
