package dev.gantry.engine.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.gantry.engine.runtime.RuntimeFixture.Text;
import dev.gantry.platform.errors.ConflictException;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.testkit.Eventually;
import dev.gantry.platform.testkit.RequiresRoot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@RequiresRoot
@Timeout(60)
class ExecTest {
  @RegisterExtension final RuntimeFixture fixture = new RuntimeFixture();
  private Path rootfs = Path.of("");

  @BeforeEach
  void makeRootfs() throws Exception {
    rootfs = fixture.rootfs();
    Files.writeString(rootfs.resolve("script"), "echo hi\n");
  }

  private Task running(RuntimeName runtime) throws Exception {
    var task =
        fixture
            .runtime()
            .create(
                TaskSpec.builder("exec", rootfs, ProcessSpec.of("sleep", "1000"))
                    .runtime(runtime)
                    .build());
    task.start();
    return task;
  }

  private Task running() throws Exception {
    return running(RuntimeName.CRUN);
  }

  private static ExecSession started(Task task, ExecSpec spec) throws Exception {
    var outcome = task.exec(spec);
    assertThat(outcome).isInstanceOf(ExecOutcome.Started.class);
    return ((ExecOutcome.Started) outcome).session();
  }

  private static ExecSpec shell(String script) {
    return new ExecSpec(ProcessSpec.of("sh", "-c", script), false, false);
  }

  @ParameterizedTest
  @EnumSource(RuntimeName.class)
  void reportsOutputAndThenTheCode(RuntimeName runtime) throws Exception {
    var session = started(running(runtime), shell("echo out; echo err >&2; exit 42"));
    assertThat(session.pid()).isPositive();
    var text = Text.of(session);
    assertThat(session.exitCode()).hasValue(42);
    assertThat(text.stdout()).isEqualTo("out\n");
    assertThat(text.stderr()).isEqualTo("err\n");
  }

  @Test
  void runsInTheTasksNamespacesAndCgroups() throws Exception {
    var task = running();
    var text = Text.of(started(task, shell("cat /proc/1/cmdline; cat /proc/self/cgroup")));
    assertThat(text.stdout()).startsWith("sleep\0001000").contains("/gantry/exec");
  }

  @Test
  void readsItsInputToTheEnd() throws Exception {
    var spec = new ExecSpec(ProcessSpec.of("sh", "-c", "cat; echo E >&2; exit 3"), true, false);
    var session = started(running(), spec);
    var large = "line\n".repeat(100_000).getBytes(UTF_8);
    var writer =
        StreamsTest.inBackground(
            () -> {
              boolean all = session.write(large, 0, large.length);
              session.closeInput();
              return all;
            });
    var text = Text.of(session);
    assertThat(writer.get()).isTrue();
    assertThat(text.stdout()).isEqualTo(new String(large, UTF_8));
    assertThat(text.stderr()).isEqualTo("E\n");
    assertThat(session.exitCode()).hasValue(3);
  }

  static Stream<Arguments> unrunnable() {
    return Stream.of(
        arguments("nope", 127, "exec: \"nope\": executable file not found in $PATH"),
        arguments("/nope", 127, "exec: \"/nope\": stat /nope: no such file or directory"),
        arguments("/script", 126, "exec: \"/script\": permission denied"),
        arguments("/etc", 126, "exec: \"/etc\": is a directory"));
  }

  @ParameterizedTest
  @MethodSource("unrunnable")
  void saysInDockersWordsWhyAProgramDoesNotRun(String program, int code, String reason)
      throws Exception {
    var task = running();
    String message =
        "OCI runtime exec failed: exec failed: unable to start container process: "
            + reason
            + ": unknown";
    for (boolean detached : List.of(true, false)) {
      var spec = new ExecSpec(ProcessSpec.of(program), false, detached);
      assertThat(task.exec(spec)).isEqualTo(new ExecOutcome.Failed(code, message));
    }
    var onTerminal = new ExecSpec(StreamsTest.terminal(program), true, false);
    assertThat(task.exec(onTerminal)).isEqualTo(new ExecOutcome.Failed(code, message));
  }

  @Test
  void saysInDockersWordsWhyAProgramDoesNotRunUnderRunc() throws Exception {
    var task = running(RuntimeName.RUNC);
    assertThat(task.exec(new ExecSpec(ProcessSpec.of("nope"), false, false)))
        .isEqualTo(
            new ExecOutcome.Failed(
                127,
                "OCI runtime exec failed: exec failed: unable to start container process:"
                    + " exec: \"nope\": executable file not found in $PATH: unknown"));
  }

  @ParameterizedTest
  @EnumSource(RuntimeName.class)
  void runsOnATerminal(RuntimeName runtime) throws Exception {
    var spec =
        new ExecSpec(
            StreamsTest.terminal(
                "sh", "-c", "trap 'stty size' WINCH; tty; read a; echo got $a; read b; exit 8"),
            true,
            false);
    var session = started(running(runtime), spec);
    session.write("x\n".getBytes(UTF_8), 0, 2);
    var text = new StringBuilder();
    while (!text.toString().contains("got x")) {
      text.append(new String(session.read().orElseThrow().bytes(), UTF_8));
    }
    assertThat(text).contains("/dev/pts/");
    session.resize(new TerminalSize(44, 111));
    while (!text.toString().contains("44 111")) {
      text.append(new String(session.read().orElseThrow().bytes(), UTF_8));
    }
    session.write("y\n".getBytes(UTF_8), 0, 2);
    assertThat(session.awaitExit()).isEqualTo(8);
  }

  @Test
  void leavesADetachedProcessAlone() throws Exception {
    var task = running();
    var session =
        started(
            task,
            new ExecSpec(ProcessSpec.of("sh", "-c", "echo lost; sleep 1000; exit 1"), false, true));
    session.close();
    assertThat(task.processIds()).contains(session.pid());
    assertThat(session.exitCode()).isEmpty();
  }

  @Test
  void endsTheStreamsThoughAChildHoldsThemOpen() throws Exception {
    var session = started(running(), shell("sleep 1000 & echo hi; exit 6"));
    assertThat(Text.of(session).stdout()).isEqualTo("hi\n");
    assertThat(session.exitCode()).hasValue(6);
  }

  @Test
  void diesWithTheTask() throws Exception {
    var task = running();
    var session = started(task, shell("sleep 1000"));
    task.kill(9);
    assertThat(session.awaitExit()).isEqualTo(137);
    assertThatThrownBy(() -> task.exec(shell("true"))).isInstanceOf(ConflictException.class);
  }

  @Test
  void goesOnWhenItsClientLeavesOrDoesNotRead() throws Exception {
    var task = running();
    var left = started(task, shell("yes | head -c 3m; exit 5"));
    left.close();
    assertThat(left.awaitExit()).isEqualTo(5);
    var stalled = started(task, shell("yes | head -c 3m; exit 5"));
    assertThat(stalled.read()).isPresent();
    assertThat(stalled.exitCode()).isEmpty();
    assertThat(Text.of(stalled).stdout().length()).isGreaterThan(2 << 20);
    assertThat(stalled.exitCode()).hasValue(5);
  }

  @Test
  void survivesTheDeathOfTheProgramThatStartedIt() throws Exception {
    var task = running();
    var session = started(task, shell("sleep 1000; exit 1"));
    ProcessHandle.of(session.pid()).flatMap(ProcessHandle::parent).orElseThrow().destroyForcibly();
    Eventually.eventually(
        () ->
            assertThat(ProcessHandle.of(session.pid()).flatMap(ProcessHandle::parent))
                .contains(ProcessHandle.current()));
    assertThat(session.exitCode()).isEmpty();
    task.kill(9);
    assertThat(session.awaitExit()).isEqualTo(137);
  }

  @Test
  void takesUserGroupsDirectoryAndEnvironment() throws Exception {
    var process =
        new ProcessSpec(
            List.of("sh", "-c", "id -u; id -g; id -G; pwd; echo $A"),
            List.of("PATH=/bin", "A=b c"),
            "/tmp",
            new UserSpec(1000, 2000, List.of(3000, 4000)),
            false,
            TerminalSize.UNSET,
            Capabilities.DEFAULT,
            false,
            List.of(),
            OptionalInt.empty());
    var text = Text.of(started(running(), new ExecSpec(process, false, false)));
    assertThat(text.stdout()).isEqualTo("1000\n2000\n2000 3000 4000\n/tmp\nb c\n");
  }

  @Test
  void refusesAWorkingDirectoryThatLeadsIntoProc() throws Exception {
    Files.createSymbolicLink(rootfs.resolve("way"), Path.of("/proc/self/fd/3"));
    var task = running();
    for (String cwd : List.of("/proc/self/fd/3", "/way", "/proc/1/cwd", "/proc", "/way/fd")) {
      var process = in(cwd, "pwd");
      assertThatThrownBy(() -> task.exec(new ExecSpec(process, false, false)))
          .as(cwd)
          .isInstanceOf(InvalidArgumentException.class);
    }
    var cleaned = started(task, new ExecSpec(in("/way/../tmp", "pwd"), false, false));
    assertThat(Text.of(cleaned).stdout()).isEqualTo("/tmp\n");
    assertThat(task.exec(new ExecSpec(in("/nowhere", "pwd"), false, false)))
        .isEqualTo(
            new ExecOutcome.Failed(
                127,
                "OCI runtime exec failed: exec failed: unable to start container process: chdir to"
                    + " cwd (\"/nowhere\") set in config.json failed: no such file or directory:"
                    + " unknown"));
  }

  static ProcessSpec in(String cwd, String... args) {
    var plain = ProcessSpec.of(args);
    return new ProcessSpec(
        plain.args(),
        plain.env(),
        cwd,
        plain.user(),
        false,
        TerminalSize.UNSET,
        plain.capabilities(),
        false,
        List.of(),
        OptionalInt.empty());
  }

  @Test
  void runsManyAtOnceWithRightCodesAndLeavesNothing() throws Exception {
    var task = running();
    List<FutureTask<Integer>> codes = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      int code = i;
      codes.add(
          StreamsTest.inBackground(
              () -> {
                var session = started(task, shell("echo " + code + "; exit " + code));
                assertThat(Text.of(session).stdout()).isEqualTo(code + "\n");
                return session.awaitExit();
              }));
    }
    for (int i = 0; i < codes.size(); i++) {
      assertThat(codes.get(i).get()).isEqualTo(i);
    }
    assertThat(task.processIds()).hasSize(1);
    assertThat(fixture.config().root().resolve("tmp")).isEmptyDirectory();
    assertThat(fixture.config().root().resolve("pids")).isEmptyDirectory();
  }
}
