package dev.gantry.tests.dockercli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `run` in the foreground: what comes out, what goes in, how it ends.
class RunTest extends CliTest {
  @Test
  void keepsOutputAndErrorsApartAndReturnsTheExitCode() {
    var outcome = runToEnd("busybox", "sh", "-c", "echo out; echo err >&2; exit 7");
    assertThat(outcome.stdout()).isEqualTo("out\n");
    assertThat(outcome.stderr()).isEqualTo("err\n");
    assertThat(outcome.exitCode()).isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource({"KILL, 137", "TERM, 143", "SEGV, 139", "HUP, 129"})
  void aSignalIsReportedAs128PlusItsNumber(String signal, int exitCode) {
    // The process under the shell dies, as process 1 ignores signals it has no handler for.
    var outcome = runToEnd("busybox", "sh", "-c", "sh -c 'kill -" + signal + " $$'; exit $?");
    assertThat(outcome.exitCode()).isEqualTo(exitCode);
  }

  @Test
  void aContainerKilledFromOutsideEndsWith137() {
    try (var run = cli.start("run", "--rm", "--name", "victim", "busybox", "sh", "-c", READY)) {
      run.stdout().await("ready");
      cli.run("kill", "victim");
      assertThat(run.join().exitCode()).isEqualTo(137);
    }
  }

  private static final String READY = "echo ready; sleep 1000";

  @Test
  void runsTheImagesCommandWhenNoneIsGiven() {
    var outcome = cli.attemptWithInput("echo from-stdin\n", "run", "--rm", "-i", "busybox");
    assertThat(outcome.stdout()).isEqualTo("from-stdin\n");
  }

  @Test
  void standardInputReachesTheProcessAndItsEndToo() {
    var outcome = cli.attemptWithInput("a\nb\n", "run", "--rm", "-i", "busybox", "wc", "-l");
    assertThat(outcome.text()).isEqualTo("2");
    assertThat(outcome.exitCode()).isZero();
  }

  @Test
  void withoutDashIThereIsNoInput() {
    var outcome = cli.attemptWithInput("a\nb\n", "run", "--rm", "busybox", "cat");
    assertThat(outcome.stdout()).isEmpty();
    assertThat(outcome.exitCode()).isZero();
  }

  @Test
  void outputOfMegabytesArrivesWhole() {
    var outcome = runToEnd("busybox", "sh", "-c", "head -c 5000000 /dev/zero | tr '\\0' x; echo .");
    assertThat(outcome.stdout()).hasSize(5_000_002).endsWith("x.\n");
  }

  @Test
  void inputOfMegabytesComesBackWhole() {
    var text = "0123456789abcdef".repeat(200_000);
    var outcome = cli.attemptWithInput(text, "run", "--rm", "-i", "busybox", "cat");
    assertThat(outcome.stdout()).isEqualTo(text);
  }

  @Test
  void attachingOnlyOutputLeavesErrorsOut() {
    var outcome = runToEnd("-a", "stdout", "busybox", "sh", "-c", "echo out; echo err >&2");
    assertThat(outcome.stdout()).isEqualTo("out\n");
    assertThat(outcome.stderr()).isEmpty();
  }

  @Test
  void rmLeavesNoContainer() {
    runToEnd("--name", "gone", "busybox", "true");
    assertThat(cli.run("ps", "-aq").text()).isEmpty();
  }

  @Test
  void detachedPrintsTheFullIdAndReturns() {
    var id = runInBackground("--name", "worker", "busybox", "sleep", "1000");
    assertThat(id).matches("[0-9a-f]{64}");
    assertThat(inspect("worker", "{{.Id}} {{.State.Status}} {{.State.Running}}"))
        .isEqualTo(id + " running true");
  }

  @Test
  void detachedWithRmIsRemovedByTheDaemon() {
    runInBackground("--rm", "--name", "short", "busybox", "true");
    var wait = api.post("/containers/short/wait?condition=removed");
    assertThat(wait.status()).isIn(200, 404);
    assertThat(cli.run("ps", "-aq").text()).isEmpty();
  }

  @Test
  void cidFileReceivesTheId(@TempDir Path folder) throws IOException {
    var file = folder.resolve("id");
    var id = runInBackground("--cidfile", file.toString(), "busybox", "true");
    assertThat(file).hasContent(id);
    var again = cli.attempt("run", "--cidfile", file.toString(), "busybox", "true");
    assertThat(again.exitCode()).isEqualTo(125);
    assertThat(again.stderr()).contains("container ID file found");
    assertThat(Files.readString(file)).isEqualTo(id);
  }

  @Test
  void signalsSentToTheClientReachTheContainer() {
    var script = "trap 'echo got TERM; exit 9' TERM; echo ready; while :; do sleep 0.1; done";
    try (var run = cli.start("run", "--rm", "busybox", "sh", "-c", script)) {
      run.stdout().await("ready");
      run.signal("TERM");
      var outcome = run.join();
      assertThat(outcome.stdout()).endsWith("got TERM\n");
      assertThat(outcome.exitCode()).isEqualTo(9);
    }
  }

  @Test
  void withoutSigProxySignalsEndOnlyTheClient() {
    var script = "trap 'echo got INT' INT; echo ready; while :; do sleep 0.1; done";
    try (var run =
        cli.start("run", "--sig-proxy=false", "--name", "kept", "busybox", "sh", "-c", script)) {
      run.stdout().await("ready");
      // docker's client gives up at the third.
      for (int i = 0; i < 3 && !run.endsWithin(Duration.ofMillis(500)); i++) {
        run.signal("INT");
      }
      run.join();
    }
    assertThat(inspect("kept", "{{.State.Status}}")).isEqualTo("running");
    assertThat(cli.run("logs", "kept").stdout()).isEqualTo("ready\n");
  }

  @Test
  void aContainerOutlivesItsKilledClient() {
    try (var run = cli.start("run", "--name", "kept", "busybox", "sh", "-c", READY)) {
      run.stdout().await("ready");
      run.signal("KILL");
      run.join();
    }
    assertThat(inspect("kept", "{{.State.Status}}")).isEqualTo("running");
  }

  @Test
  void anIdleContainerIsStoppedAtOnceByItsTrap() {
    runIdle("idle");
    cli.run("stop", "idle");
    assertThat(inspect("idle", "{{.State.ExitCode}}")).isEqualTo("0");
  }
}
