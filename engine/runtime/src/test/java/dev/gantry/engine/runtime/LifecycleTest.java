package dev.gantry.engine.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.platform.errors.AlreadyExistsException;
import dev.gantry.platform.errors.ConflictException;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.testkit.Eventually;
import dev.gantry.platform.testkit.RequiresRoot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@RequiresRoot
@Timeout(60)
class LifecycleTest {
  @RegisterExtension final RuntimeFixture fixture = new RuntimeFixture();

  @ParameterizedTest
  @EnumSource(RuntimeName.class)
  void runsAProgramAndReportsItsOutputAndCode(RuntimeName runtime) throws Exception {
    var ran =
        fixture.run(
            fixture.shell("hello", "echo out; echo err >&2; exit 7").runtime(runtime).build());
    assertThat(ran.exit().code()).isEqualTo(7);
    assertThat(ran.exit().oomKilled()).isFalse();
    assertThat(ran.stdout()).isEqualTo("out\n");
    assertThat(ran.stderr()).isEqualTo("err\n");
  }

  @Test
  void losesNoFirstAndNoLastByte() throws Exception {
    var spec = fixture.shell("all", "seq 1 100000").build();
    var ran = fixture.run(spec);
    assertThat(ran.stdout().lines()).hasSize(100_000).startsWith("1").endsWith("100000");
  }

  @Test
  void goesThroughItsStates() throws Exception {
    var task = fixture.runtime().create(fixture.shell("states", "sleep 1000").build());
    assertThat(task.state()).isEqualTo(new TaskState.Created());
    task.start();
    assertThat(task.state()).isEqualTo(new TaskState.Running());
    task.pause();
    assertThat(task.state()).isEqualTo(new TaskState.Paused());
    assertThatThrownBy(() -> task.exec(new ExecSpec(ProcessSpec.of("true"), false, false)))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("is paused");
    task.resume();
    assertThat(task.state()).isEqualTo(new TaskState.Running());
    task.kill(9);
    assertThat(task.awaitExit().code()).isEqualTo(137);
    assertThat(task.state()).isInstanceOf(TaskState.Exited.class);
    assertThatThrownBy(() -> task.kill(9)).isInstanceOf(ConflictException.class);
  }

  @Test
  void deliversSignalsToTheProgram() throws Exception {
    var task =
        fixture
            .runtime()
            .create(
                fixture
                    .shell("trap", "trap 'exit 9' TERM; echo ready; while :; do sleep 0.01; done")
                    .build());
    var streams = task.attach();
    task.start();
    assertThat(streams.read())
        .hasValueSatisfying(c -> assertThat(c.bytes()).asString(UTF_8).isEqualTo("ready\n"));
    task.kill(15);
    assertThat(task.awaitExit().code()).isEqualTo(9);
  }

  @ParameterizedTest
  @EnumSource(RuntimeName.class)
  void saysInDockersWordsThatAProgramIsMissing(RuntimeName runtime) throws Exception {
    var spec =
        TaskSpec.builder("missing", fixture.rootfs(), ProcessSpec.of("nope"))
            .runtime(runtime)
            .build();
    assertThatThrownBy(() -> fixture.runtime().create(spec))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("OCI runtime create failed: ")
        .hasMessageEndingWith("exec: \"nope\": executable file not found in $PATH: unknown")
        .satisfies(
            e -> assertThat(StartFailures.exitCode(String.valueOf(e.getMessage()))).isEqualTo(127));
    assertNothingIsLeft("missing");
  }

  @ParameterizedTest
  @EnumSource(RuntimeName.class)
  void saysThatAProgramCannotBeRun(RuntimeName runtime) throws Exception {
    Path rootfs = fixture.rootfs();
    Files.writeString(rootfs.resolve("script"), "#!/bin/sh\n");
    for (String program : List.of("/script", "/etc")) {
      var spec =
          TaskSpec.builder("unrunnable", rootfs, ProcessSpec.of(program)).runtime(runtime).build();
      assertThatThrownBy(() -> fixture.runtime().create(spec))
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessageContaining("exec: \"" + program + "\": ")
          .satisfies(
              e ->
                  assertThat(StartFailures.exitCode(String.valueOf(e.getMessage())))
                      .isEqualTo(126));
    }
  }

  @Test
  void refusesASecondTaskOfTheSameIdUntilTheFirstIsDeleted() throws Exception {
    var spec = fixture.shell("twice", "exit 3").build();
    var first = fixture.runtime().create(spec);
    assertThatThrownBy(() -> fixture.runtime().create(spec))
        .isInstanceOf(AlreadyExistsException.class);
    first.start();
    first.awaitExit();
    first.delete();
    first.delete();
    assertThat(fixture.run(spec).exit().code()).isEqualTo(3);
    assertNothingIsLeft("twice");
  }

  @Test
  void deletesARunningTaskWithAllItsProcesses() throws Exception {
    var task =
        fixture.runtime().create(fixture.shell("busy", "sleep 1000 & sleep 1000 & wait").build());
    task.start();
    task.pause();
    task.delete();
    assertThat(task.exitStatus().orElseThrow().code()).isEqualTo(137);
    assertNothingIsLeft("busy");
  }

  @Test
  void deletesATaskThatWasNeverStarted() throws Exception {
    fixture.runtime().create(fixture.shell("unborn", "true").build()).delete();
    assertNothingIsLeft("unborn");
  }

  @Test
  void killsTheProcessesThatATaskInTheHostsPidNamespaceLeavesBehind() throws Exception {
    var namespaces = NamespaceSpec.isolated(NamespaceMode.PRIVATE);
    var spec =
        fixture
            .shell("hostpid", "sleep 1000 </dev/null >/dev/null 2>&1 & exit 0")
            .namespaces(
                new NamespaceSpec(
                    namespaces.network(),
                    NamespaceMode.HOST,
                    namespaces.ipc(),
                    namespaces.uts(),
                    namespaces.cgroup()))
            .build();
    assertThat(fixture.run(spec).exit().code()).isZero();
    assertNothingIsLeft("hostpid");
  }

  @Test
  void noticesThatMemoryRanOut() throws Exception {
    var spec =
        fixture
            .shell("hog", "head -c 100m /dev/zero | tail")
            .resources(
                new Resources(
                    Resources.Memory.limitedTo(16 << 20),
                    Resources.Cpu.NONE,
                    0,
                    Resources.BlockIo.NONE))
            .build();
    assertThat(fixture.run(spec).exit().oomKilled()).isTrue();
  }

  @Test
  void limitsProcesses() throws Exception {
    var spec =
        fixture
            .shell("forks", "for i in 1 2 3 4 5 6 7 8; do sleep 1000 & done; echo survived")
            .resources(
                new Resources(Resources.Memory.NONE, Resources.Cpu.NONE, 4, Resources.BlockIo.NONE))
            .build();
    assertThat(fixture.run(spec).stderr()).contains("can't fork");
  }

  @Test
  void changesLimitsOfARunningTask() throws Exception {
    var task = fixture.runtime().create(fixture.shell("update", "sleep 1000").build());
    task.start();
    task.update(
        new Resources(
            new Resources.Memory(64 << 20, 0, 0, OptionalInt.empty(), false),
            Resources.Cpu.NONE,
            0,
            Resources.BlockIo.NONE));
    assertThat(task.stats().memory().limit()).isEqualTo(64 << 20);
  }

  @Test
  void readsCountersAndProcesses() throws Exception {
    var task =
        fixture
            .runtime()
            .create(fixture.shell("stats", "sleep 1000 & yes >/dev/null; wait").build());
    task.start();
    Eventually.eventually(
        () -> {
          var stats = task.stats();
          assertThat(stats.cpu().usage()).isPositive();
          assertThat(stats.cpu().hostUsage()).isGreaterThan(stats.cpu().usage());
          assertThat(stats.cpu().onlineCpus()).isPositive();
          assertThat(stats.memory().usage()).isPositive();
          assertThat(stats.memory().details()).isNotEmpty();
          assertThat(stats.pids().current()).isEqualTo(3);
        });
    assertThat(task.processIds()).hasSize(3).contains(task.pid());
    var table = task.top(List.of("-eo", "pid,comm"));
    assertThat(table.titles()).containsExactly("PID", "COMMAND");
    assertThat(table.rows()).contains(List.of(Integer.toString(task.pid()), "sh")).hasSize(3);
  }

  @Test
  void runsAnInitAsFirstProcess() throws Exception {
    var ran = fixture.run(fixture.shell("init", "cat /proc/1/comm; exit 5").init(true).build());
    assertThat(ran.stdout()).doesNotContain("sh");
    assertThat(ran.exit().code()).isEqualTo(5);
  }

  @Test
  void sweepsWhatNobodyKnows() throws Exception {
    fixture.runtime().create(fixture.shell("known", "sleep 1000").build()).start();
    fixture.runtime().create(fixture.shell("unknown", "sleep 1000").build()).start();
    fixture.restart(fixture.config());
    fixture.runtime().sweep(Set.of("known"));
    assertNothingIsLeft("unknown");
    assertThat(fixture.runtime().adopt("known").orElseThrow().state())
        .isEqualTo(new TaskState.Running());
  }

  private void assertNothingIsLeft(String id) {
    Path run = fixture.config().root();
    assertThat(run.resolve("tasks").resolve(id)).doesNotExist();
    assertThat(run.resolve("state-crun").resolve(id)).doesNotExist();
    assertThat(run.resolve("state-runc").resolve(id)).doesNotExist();
    assertThat(new Cgroup(CgroupLayout.host(), "/gantry/" + id).exists()).isFalse();
  }
}
