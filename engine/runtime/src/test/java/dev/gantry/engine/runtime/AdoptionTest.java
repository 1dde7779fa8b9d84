package dev.gantry.engine.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.engine.runtime.RuntimeFixture.Text;
import dev.gantry.platform.linux.Processes;
import dev.gantry.platform.linux.Signal;
import dev.gantry.platform.testkit.Eventually;
import dev.gantry.platform.testkit.RequiresRoot;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What a daemon finds that its predecessor has left; and what happens when a monitor dies.
@RequiresRoot
@Timeout(60)
class AdoptionTest {
  @RegisterExtension final RuntimeFixture fixture = new RuntimeFixture();

  private Task startThenRestart(TaskSpec spec) throws Exception {
    fixture.runtime().create(spec).start();
    return fixture.restart(fixture.config()).adopt(spec.id()).orElseThrow();
  }

  private int monitorPid(String id) throws Exception {
    return Integer.parseInt(
        Files.readString(fixture.config().root().resolve("tasks/" + id + "/conmon.pid")));
  }

  private void killMonitor(String id) throws Exception {
    ProcessHandle.of(monitorPid(id)).orElseThrow().destroyForcibly();
  }

  private static void awaitAdoption(int pid) {
    Eventually.eventually(
        () ->
            assertThat(ProcessHandle.of(pid).flatMap(ProcessHandle::parent))
                .contains(ProcessHandle.current()));
  }

  @Test
  void findsNothingWhereNothingIs() throws Exception {
    assertThat(fixture.runtime().adopt("nobody")).isEmpty();
  }

  @Test
  void adoptsARunningTaskWithItsStreamsAndItsEnd() throws Exception {
    var log = fixture.log("run");
    var task =
        startThenRestart(
            fixture
                .shell("run", "echo before; read a; echo after $a; exit 9")
                .stdin(StdinMode.OPEN)
                .log(log)
                .build());
    assertThat(task.state()).isEqualTo(new TaskState.Running());
    var streams = task.attach();
    streams.write("x\n".getBytes(UTF_8), 0, 2);
    assertThat(Text.of(streams).stdout()).endsWith("after x\n");
    assertThat(task.awaitExit().code()).isEqualTo(9);
    assertThat(Files.readString(log.path())).contains("stdout F before\n", "stdout F after x\n");
  }

  @Test
  void knowsHowATaskEndedWhileNoDaemonRan() throws Exception {
    var spec = fixture.shell("ended", "sleep 0.3; echo last; exit 11").log(fixture.log("ended"));
    var task = fixture.runtime().create(spec.build());
    task.start();
    int pid = task.pid();
    fixture.runtime().close();
    Eventually.eventually(() -> assertThat(ProcessHandle.of(pid)).isEmpty());
    Instant ended = Instant.now();
    var adopted = fixture.restart(fixture.config()).adopt("ended").orElseThrow();
    var status = adopted.exitStatus().orElseThrow();
    assertThat(status.code()).isEqualTo(11);
    assertThat(status.finishedAt()).isBefore(ended);
    assertThat(Text.of(adopted.attach()).stdout()).isEmpty();
    assertThat(Files.readString(fixture.log("ended").path())).contains("stdout F last\n");
  }

  @Test
  void adoptsATaskThatWasNotStartedYet() throws Exception {
    fixture.runtime().create(fixture.shell("waiting", "exit 2").build());
    var task = fixture.restart(fixture.config()).adopt("waiting").orElseThrow();
    assertThat(task.state()).isEqualTo(new TaskState.Created());
    task.start();
    assertThat(task.awaitExit().code()).isEqualTo(2);
  }

  @Test
  void aPausedTaskIsStillPaused() throws Exception {
    var first = fixture.runtime().create(fixture.shell("paused", "sleep 1000").build());
    first.start();
    first.pause();
    var task = fixture.restart(fixture.config()).adopt("paused").orElseThrow();
    assertThat(task.state()).isEqualTo(new TaskState.Paused());
    task.resume();
    assertThat(task.state()).isEqualTo(new TaskState.Running());
  }

  @Test
  void keepsTheCodeOfATaskWhoseMonitorIsKilled() throws Exception {
    var task =
        fixture
            .runtime()
            .create(
                fixture
                    .shell("orphan", "trap 'exit 33' TERM; while :; do sleep 0.01; done")
                    .build());
    task.start();
    var streams = task.attach();
    killMonitor("orphan");
    awaitAdoption(task.pid());
    assertThat(task.state()).isEqualTo(new TaskState.Running());
    task.kill(15);
    assertThat(task.awaitExit().code()).isEqualTo(33);
    assertThat(streams.read()).isEmpty();
  }

  @Test
  void tellsTheTruthOrThatItDoesNotKnowWhenMonitorAndDaemonDie() throws Exception {
    var first = fixture.runtime().create(fixture.shell("alone", "sleep 1000").build());
    first.start();
    fixture.runtime().close();
    killMonitor("alone");
    var task = fixture.restart(fixture.config()).adopt("alone").orElseThrow();
    assertThat(task.state()).isEqualTo(new TaskState.Running());
    assertThat(Text.of(task.attach()).stdout()).isEmpty();
    task.kill(9);
    assertThat(task.awaitExit().code()).isEqualTo(137);
  }

  @Test
  void doesNotKnowTheCodeOfATaskThatVanished() throws Exception {
    var first = fixture.runtime().create(fixture.shell("vanished", "sleep 1000").build());
    first.start();
    int pid = first.pid();
    fixture.runtime().close();
    killMonitor("vanished");
    // This process is the new parent, which an earlier daemon's tasks do not have.
    awaitAdoption(pid);
    try (var process = Processes.system().find(pid).orElseThrow()) {
      Processes.system().signal(process, Signal.KILL);
      Eventually.eventually(() -> assertThat(Processes.system().reap(process)).isPresent());
    }
    var task = fixture.restart(fixture.config()).adopt("vanished").orElseThrow();
    assertThat(task.exitStatus().orElseThrow().code()).isEqualTo(ExitStatus.UNKNOWN_CODE);
  }

  @Test
  void aMonitorKilledUnderLoadHangsNobody() throws Exception {
    for (int i = 0; i < 5; i++) {
      String id = "load-" + i;
      var log = fixture.log(id);
      var task =
          fixture.runtime().create(fixture.shell(id, "while :; do echo x; done").log(log).build());
      var streams = task.attach();
      task.start();
      assertThat(streams.read()).isPresent();
      try (var lines =
          fixture
              .runtime()
              .logs(
                  id,
                  log,
                  new LogQuery(
                      true,
                      true,
                      OptionalLong.empty(),
                      Optional.empty(),
                      Optional.empty(),
                      true))) {
        var drained = StreamsTest.inBackground(() -> Text.of(streams));
        var followed =
            StreamsTest.inBackground(
                () -> {
                  long count = 0;
                  while (lines.next().isPresent()) {
                    count++;
                  }
                  return count;
                });
        killMonitor(id);
        assertThat(drained.get().stderr()).isEmpty();
        assertThat(followed.get()).isPositive();
        // Its writes fail, which a first process that ignores SIGPIPE may survive.
        task.kill(9);
        assertThat(task.awaitExit().code()).isEqualTo(137);
      }
      task.delete();
    }
  }

  @Test
  void removesABundleThatWasNeverFinished() throws Exception {
    var bundle = fixture.config().root().resolve("tasks/half");
    Files.createDirectory(bundle);
    Files.writeString(bundle.resolve("config.json"), "{");
    var state = Files.createDirectory(fixture.config().root().resolve("state-crun/other"));
    Files.writeString(state.resolve("status"), "garbage");
    fixture.restart(fixture.config()).sweep(Set.of());
    assertThat(bundle).doesNotExist();
    assertThat(state).doesNotExist();
    Files.createDirectory(fixture.config().root().resolve("tasks/again"));
    assertThat(fixture.run(fixture.shell("again", "exit 4").build()).exit().code()).isEqualTo(4);
  }
}
