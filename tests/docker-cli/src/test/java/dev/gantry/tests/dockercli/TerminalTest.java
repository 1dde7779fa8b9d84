package dev.gantry.tests.dockercli;

import static dev.gantry.tests.harness.TerminalSession.CTRL_C;
import static dev.gantry.tests.harness.TerminalSession.CTRL_P_CTRL_Q;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import org.junit.jupiter.api.Test;

/// Containers with a terminal, and the person in front of it.
class TerminalTest extends CliTest {
  @Test
  void aShellEchoesAnswersAndEndsWithItsExitCode() {
    try (var terminal = cli.onTerminal("run", "-it", "--rm", "busybox", "sh")) {
      terminal.await("/ #");
      terminal.enter("echo sum-$((1+1)); tty");
      terminal.await("sum-2");
      terminal.await("/dev/pts/0");
      terminal.enter("exit 3");
      assertThat(terminal.join().exitCode()).isEqualTo(3);
    }
  }

  @Test
  void theTerminalHasTheSizeOfTheWindowAndFollowsIt() {
    var script =
        "trap 'echo changed to $(stty size)' WINCH; echo ready; while :; do sleep 0.1; done";
    try (var terminal = cli.onTerminal("run", "-it", "--rm", "busybox", "sh", "-c", script)) {
      terminal.await("ready");
      terminal.resize(40, 80);
      terminal.await("changed to 40 80");
      terminal.resize(40, 120);
      terminal.await("changed to 40 120");
      terminal.type(CTRL_C);
      assertThat(terminal.join().exitCode()).isEqualTo(130);
    }
  }

  @Test
  void theFirstProcessAlreadySeesTheSize() {
    // In 20.10 the size arrived only after the start.
    assumeThat(engine.isModern()).isTrue();
    try (var terminal = cli.onTerminal("run", "-it", "--rm", "busybox", "stty", "size")) {
      assertThat(terminal.join().stdout()).contains("24 80\r\n");
    }
  }

  @Test
  void keysTypedBeforeTheShellIsReadyAreNotLost() {
    try (var terminal = cli.onTerminal("run", "-it", "--rm", "busybox", "sh")) {
      terminal.enter("echo early-$((40+2)); exit");
      assertThat(terminal.join().stdout()).contains("early-42");
    }
  }

  @Test
  void controlCInterruptsTheProgramInsideOnly() {
    try (var terminal = cli.onTerminal("run", "-it", "--rm", "busybox", "sh")) {
      terminal.await("/ #");
      terminal.enter("echo sleeping-$((1)); sleep 1000; echo code-$?");
      terminal.await("sleeping-1");
      terminal.type(CTRL_C);
      terminal.enter("echo still-$((1)); exit 4");
      terminal.await("still-1");
      assertThat(terminal.join().exitCode()).isEqualTo(4);
    }
  }

  @Test
  void detachingLeavesTheContainerRunningAndRunExitsWithZero() {
    try (var terminal = cli.onTerminal("run", "-it", "--name", "shell", "busybox", "sh")) {
      terminal.await("/ #");
      terminal.type(CTRL_P_CTRL_Q);
      assertThat(terminal.join().exitCode()).isZero();
    }
    assertThat(inspect("shell", "{{.State.Status}}")).isEqualTo("running");
  }

  @Test
  void attachTakesUpWhereRunWasLeftAndDetachesWithOne() {
    detachedShell("shell");
    try (var terminal = cli.onTerminal("attach", "shell")) {
      // The shell redraws its prompt when the new window gets its size.
      terminal.enter("echo again-$((2+3))");
      terminal.await("again-5");
      terminal.type(CTRL_P_CTRL_Q);
      var outcome = terminal.join();
      assertThat(outcome.stdout()).contains("read escape sequence");
      assertThat(outcome.exitCode()).isEqualTo(1);
    }
    assertThat(inspect("shell", "{{.State.Status}}")).isEqualTo("running");
  }

  @Test
  void attachEndsWithTheContainersExitCode() {
    detachedShell("shell");
    try (var terminal = cli.onTerminal("attach", "shell")) {
      terminal.enter("exit 11");
      assertThat(terminal.join().exitCode()).isEqualTo(11);
    }
  }

  @Test
  void controlPAloneIsDeliveredWithTheNextKey() {
    try (var terminal = cli.onTerminal("run", "-it", "--rm", "busybox", "sh")) {
      terminal.await("/ #");
      terminal.enter("stty -echo -icanon; echo raw-$((1)); head -c 2 | od -An -tx1");
      terminal.await("raw-1");
      terminal.type("\u0010x");
      terminal.await(" 10 78");
    }
  }

  @Test
  void otherDetachKeysCanBeChosen() {
    try (var terminal =
        cli.onTerminal(
            "run", "-it", "--detach-keys", "ctrl-e,e", "--name", "shell", "busybox", "sh")) {
      terminal.await("/ #");
      terminal.type("\u0005e");
      assertThat(terminal.join().exitCode()).isZero();
    }
    assertThat(inspect("shell", "{{.State.Status}}")).isEqualTo("running");
  }

  @Test
  void execGivesASecondTerminal() {
    runIdle("idle");
    try (var terminal = cli.onTerminal("exec", "-it", "idle", "sh")) {
      terminal.await("/ #");
      terminal.enter("stty size; echo $TERM");
      terminal.await("24 80");
      terminal.await("xterm");
      terminal.enter("exit 6");
      assertThat(terminal.join().exitCode()).isEqualTo(6);
    }
  }

  @Test
  void execFollowsTheWindowToo() {
    runIdle("idle");
    try (var terminal = cli.onTerminal("exec", "-it", "idle", "sh")) {
      // docker's client listens for new sizes only after the first output has come through.
      terminal.enter("echo listening-$((1))");
      terminal.await("listening-1");
      terminal.resize(33, 99);
      terminal.enter(
          "until test \"$(stty size)\" = '33 99'; do sleep 0.05; done; echo fits-$((1))");
      terminal.await("fits-1");
    }
  }

  @Test
  void detachingFromExecLeavesItsProcess() {
    runIdle("idle");
    try (var terminal = cli.onTerminal("exec", "-it", "idle", "sh")) {
      terminal.await("/ #");
      terminal.enter("sleep 4321");
      terminal.await("sleep 4321");
      terminal.type(CTRL_P_CTRL_Q);
      var outcome = terminal.join();
      assertThat(outcome.stdout()).contains("read escape sequence");
      assertThat(outcome.exitCode()).isEqualTo(1);
    }
    assertThat(cli.run("top", "idle", "-o", "pid,args").stdout()).contains("sleep 4321");
  }

  @Test
  void startWithInputAttachesToTheTerminal() {
    cli.run("create", "-it", "--name", "later", "busybox", "sh");
    try (var terminal = cli.onTerminal("start", "-ai", "later")) {
      terminal.enter("echo here-$((7)); exit 8");
      terminal.await("here-7");
      assertThat(terminal.join().exitCode()).isEqualTo(8);
    }
  }

  @Test
  void aTerminalWithoutInputStillTranslatesLineEnds() {
    assertThat(runToEnd("-t", "busybox", "sh", "-c", "echo a; echo b >&2").stdout())
        .isEqualTo("a\r\nb\r\n");
  }

  private void detachedShell(String name) {
    try (var terminal = cli.onTerminal("run", "-it", "--name", name, "busybox", "sh")) {
      terminal.await("/ #");
      terminal.type(CTRL_P_CTRL_Q);
      terminal.join();
    }
  }
}
