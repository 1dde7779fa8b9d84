package dev.gantry.tests.dockercli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// From create to rm, with every verb between.
class LifecycleTest extends CliTest {
  private static final String COUNTS_ITS_STARTS = "echo x >>/n; wc -l </n";

  @Test
  void aContainerIsCreatedStartedAndRestartedOnTheSameFiles() {
    var id = cli.run("create", "--name", "again", "busybox", "sh", "-c", COUNTS_ITS_STARTS).text();
    assertThat(inspect("again", "{{.State.Status}} {{.State.StartedAt}}"))
        .isEqualTo("created 0001-01-01T00:00:00Z");
    assertThat(cli.run("start", "-a", "again").text()).isEqualTo("1");
    assertThat(cli.run("start", "-a", id.substring(0, 12)).text()).isEqualTo("2");
    assertThat(cli.run("start", "again").text()).isEqualTo("again");
    cli.run("wait", "again");
    assertThat(cli.run("logs", "again").stdout()).isEqualTo("1\n2\n3\n");
  }

  @Test
  void startAttachedReturnsTheExitCode() {
    cli.run("create", "--name", "five", "busybox", "sh", "-c", "exit 5");
    assertThat(cli.attempt("start", "-a", "five").exitCode()).isEqualTo(5);
  }

  @Test
  void startingARunningContainerChangesNothing() {
    runIdle("idle");
    var pid = inspect("idle", "{{.State.Pid}}");
    assertThat(cli.run("start", "idle").text()).isEqualTo("idle");
    assertThat(inspect("idle", "{{.State.Pid}}")).isEqualTo(pid);
  }

  @Test
  void stopAsksFirst() {
    runIdle("idle");
    assertThat(cli.run("stop", "idle").text()).isEqualTo("idle");
    assertThat(inspect("idle", "{{.State.Status}} {{.State.ExitCode}} {{.State.Pid}}"))
        .isEqualTo("exited 0 0");
    assertThat(cli.run("stop", "idle").text()).isEqualTo("idle");
  }

  @Test
  void stopKillsAfterTheGivenTime() {
    runInBackground("--name", "deaf", "busybox", "sh", "-c", "trap '' TERM; sleep 1000");
    var before = System.nanoTime();
    cli.run("stop", "-t", "1", "deaf");
    assertThat(Duration.ofNanos(System.nanoTime() - before))
        .isBetween(Duration.ofMillis(900), Duration.ofSeconds(8));
    assertThat(inspect("deaf", "{{.State.ExitCode}}")).isEqualTo("137");
  }

  @Test
  void theStopSignalAndTimeoutOfTheContainerAreUsed() {
    runInBackground(
        "--name",
        "usr",
        "--stop-signal",
        "USR1",
        "--stop-timeout",
        "60",
        "busybox",
        "sh",
        "-c",
        "trap 'exit 33' USR1; while :; do sleep 0.05; done");
    cli.run("stop", "usr");
    assertThat(inspect("usr", "{{.State.ExitCode}}")).isEqualTo("33");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "SIGTERM", "15"})
  void signalsHaveSeveralSpellings(String signal) {
    runInBackground(
        "--name",
        "traps",
        "busybox",
        "sh",
        "-c",
        "trap 'exit 44' TERM; echo ready; while :; do sleep 0.05; done");
    awaitLog("traps", "ready");
    assertThat(cli.run("kill", "-s", signal, "traps").text()).isEqualTo("traps");
    assertThat(cli.run("wait", "traps").text()).isEqualTo("44");
  }

  @Test
  void killWithoutASignalIsFinal() {
    runIdle("idle");
    cli.run("kill", "idle");
    assertThat(cli.run("wait", "idle").text()).isEqualTo("137");
    var again = cli.attempt("kill", "idle");
    assertThat(again.exitCode()).isEqualTo(1);
    assertThat(again.stderr()).contains("annot kill container: idle").contains("is not running");
  }

  @Test
  void restartGivesANewProcess() {
    runIdle("idle");
    var first = inspect("idle", "{{.State.Pid}} {{.State.StartedAt}}");
    assertThat(cli.run("restart", "-t", "5", "idle").text()).isEqualTo("idle");
    assertThat(inspect("idle", "{{.State.Pid}} {{.State.StartedAt}}")).isNotEqualTo(first);
    assertThat(inspect("idle", "{{.State.Status}} {{.RestartCount}}")).isEqualTo("running 0");
  }

  @Test
  void restartStartsAStoppedContainer() {
    cli.run("create", "--name", "cold", "busybox", "sleep", "1000");
    cli.run("restart", "cold");
    assertThat(inspect("cold", "{{.State.Status}}")).isEqualTo("running");
  }

  @Test
  void aPausedContainerStandsStill() {
    runInBackground(
        "--name",
        "clock",
        "busybox",
        "sh",
        "-c",
        "i=0; while :; do i=$((i+1)); echo $i >/count; done");
    cli.run("exec", "clock", "sh", "-c", "until test -s /count; do :; done");
    assertThat(cli.run("pause", "clock").text()).isEqualTo("clock");
    assertThat(inspect("clock", "{{.State.Status}} {{.State.Paused}} {{.State.Running}}"))
        .isEqualTo("paused true true");
    assertThat(cli.run("ps", "--format", "{{.Status}}").text()).endsWith("(Paused)");
    assertThat(cli.attempt("exec", "clock", "true").stderr())
        .containsIgnoringCase("is paused, unpause the container before exec");
    assertThat(cli.attempt("pause", "clock").stderr()).contains("is already paused");
    assertThat(cli.run("unpause", "clock").text()).isEqualTo("clock");
    assertThat(inspect("clock", "{{.State.Status}}")).isEqualTo("running");
    assertThat(cli.attempt("unpause", "clock").stderr()).contains("is not paused");
    cli.run(
        "exec",
        "clock",
        "sh",
        "-c",
        "a=$(cat /count); until test \"$a\" != \"$(cat /count)\"; do :; done");
  }

  @Test
  void aPausedContainerCanBeStoppedAndRemoved() {
    runIdle("one");
    cli.run("pause", "one");
    cli.run("stop", "-t", "1", "one");
    assertThat(inspect("one", "{{.State.Status}}")).isEqualTo("exited");
    runIdle("two");
    cli.run("pause", "two");
    var refused = cli.attempt("rm", "two");
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.stderr()).containsIgnoringCase("paused");
    assertThat(cli.run("rm", "-f", "two").text()).isEqualTo("two");
  }

  @Test
  void aRunningContainerIsNotRemovedUnlessForced() {
    var id = runIdle("idle");
    var refused = cli.attempt("rm", "idle");
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.stderr())
        .contains(
            engine.spelling(
                "cannot remove container \"/idle\": container is running: stop the container before"
                    + " removing or force remove",
                "You cannot remove a running container "
                    + id
                    + ". Stop the container before attempting removal or force remove"));
    assertThat(inspect("idle", "{{.State.Status}}")).isEqualTo("running");
    assertThat(cli.run("rm", "-f", "idle").text()).isEqualTo("idle");
    assertThat(cli.run("ps", "-aq").text()).isEmpty();
  }

  @Test
  void rmTakesSeveralAndReportsEachFailure() {
    cli.run("create", "--name", "one", "busybox", "true");
    cli.run("create", "--name", "two", "busybox", "true");
    var outcome = cli.attempt("rm", "one", "missing", "two");
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.lines()).containsExactly("one", "two");
    assertThat(outcome.stderr()).contains("No such container: missing");
    var forced = cli.attempt("rm", "-f", "missing");
    assertThat(forced.stderr()).contains("No such container: missing");
    assertThat(forced.exitCode()).isIn(0, 1);
  }

  @Test
  void renameMovesTheNameAtOnce() {
    runIdle("old");
    cli.run("rename", "old", "new");
    assertThat(inspect("new", "{{.Name}}")).isEqualTo("/new");
    assertThat(cli.attempt("inspect", "old").exitCode()).isEqualTo(1);
    cli.run("create", "--name", "old", "busybox", "true");
    var taken = cli.attempt("rename", "old", "new");
    assertThat(taken.exitCode()).isEqualTo(1);
    assertThat(taken.stderr()).contains("The container name \"/new\" is already in use");
    assertThat(cli.attempt("rename", "old", "b@d").stderr())
        .containsPattern("Invalid container name \\(/?b@d\\)");
  }

  @Test
  void waitReturnsTheExitCodeOfEach() {
    runInBackground("--name", "three", "busybox", "sh", "-c", "exit 3");
    runInBackground("--name", "four", "busybox", "sh", "-c", "exit 4");
    assertThat(cli.run("wait", "three", "four").lines()).containsExactly("3", "4");
    assertThat(cli.run("wait", "three").text()).isEqualTo("3");
  }

  @Test
  void waitReturnsWhenTheContainerEnds() {
    runInBackground(
        "--name",
        "gate",
        "busybox",
        "sh",
        "-c",
        "until test -e /open; do sleep 0.05; done; exit 21");
    try (var waiting = cli.start("wait", "gate")) {
      cli.run("exec", "gate", "touch", "/open");
      assertThat(waiting.join().text()).isEqualTo("21");
    }
  }

  @Test
  void topShowsTheProcessesWithTheHostsNumbers() {
    runIdle("idle");
    var pid = inspect("idle", "{{.State.Pid}}");
    var top = cli.run("top", "idle").lines();
    assertThat(Arguments.words(top.getFirst()))
        .containsExactly("UID", "PID", "PPID", "C", "STIME", "TTY", "TIME", "CMD");
    assertThat(top).anyMatch(line -> line.matches("root\\s+" + pid + " .*sh -c trap.*"));
    assertThat(cli.run("top", "idle", "-o", "pid,comm").lines().getFirst().strip())
        .matches("PID\\s+COMMAND");
    cli.run("stop", "idle");
    var stopped = cli.attempt("top", "idle");
    assertThat(stopped.exitCode()).isEqualTo(1);
    assertThat(stopped.stderr()).containsIgnoringCase("is not running");
  }

  /// A command, and what docker says about it.
  private static final String MISTAKES =
      """
      start missing       => No such container: missing
      stop missing        => No such container: missing
      restart missing     => No such container: missing
      kill missing        => No such container: missing
      kill -s NOPE idle   => nvalid signal: NOPE
      pause missing       => No such container: missing
      rm missing          => No such container: missing
      rename missing x1   => No such container: missing
      wait missing        => No such container: missing
      logs missing        => No such container: missing
      top missing         => No such container: missing
      exec missing true   => No such container: missing
      attach missing      => No such container: missing
      inspect missing     => No such object: missing
      port missing        => No such container: missing
      diff missing        => No such container: missing
      stop                => requires at least 1 argument
      rename idle         => requires 2 arguments
      nonsense            => unknown command: docker nonsense
      """;

  @Test
  void mistakesAreNamed() {
    runIdle("idle");
    SoftAssertions.assertSoftly(
        softly ->
            Table.of(MISTAKES)
                .forEach(
                    row -> {
                      var outcome = cli.attempt(Arguments.words(row.get(0)));
                      softly.assertThat(outcome.exitCode()).as(row.get(0)).isEqualTo(1);
                      softly
                          .assertThat(outcome.stderr().replace("gantry", "docker"))
                          .as(row.get(0))
                          .containsIgnoringCase(row.get(1));
                    }));
  }

  @Test
  void namesCanBeAnyUniqueStartOfTheId() {
    var id = cli.run("create", "--name", "x-y.z_1", "busybox", "true").text();
    assertThat(inspect(id.substring(0, 6), "{{.Name}}")).isEqualTo("/x-y.z_1");
    assertThat(inspect("/x-y.z_1", "{{.Id}}")).isEqualTo(id);
  }

  @Test
  void withoutANameTwoWordsAreMadeUp() {
    var id = cli.run("create", "busybox", "true").text();
    assertThat(inspect(id, "{{.Name}}")).matches("/[a-z]+_[a-z]+\\d*");
  }

  @Test
  void pruneRemovesOnlyWhatHasStopped() {
    runIdle("alive");
    cli.run("create", "--name", "new", "busybox", "true");
    runToStop("dead");
    var pruned = cli.run("container", "prune", "-f");
    assertThat(pruned.stdout()).contains("Deleted Containers:").contains("Total reclaimed space:");
    assertThat(cli.run("ps", "-a", "--format", "{{.Names}}").lines()).containsExactly("alive");
  }

  @Test
  void pruneHonoursLabels() {
    cli.run("create", "--name", "keep", "-l", "keep=yes", "busybox", "true");
    cli.run("create", "--name", "drop", "busybox", "true");
    cli.run("container", "prune", "-f", "--filter", "label!=keep=yes");
    assertThat(cli.run("ps", "-a", "--format", "{{.Names}}").lines()).containsExactly("keep");
  }
}
