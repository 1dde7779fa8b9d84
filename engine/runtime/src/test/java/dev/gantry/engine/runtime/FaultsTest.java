package dev.gantry.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.engine.runtime.RuntimeFixture.Text;
import dev.gantry.platform.errors.GantryException;
import dev.gantry.platform.errors.InternalException;
import dev.gantry.platform.testkit.Eventually;
import dev.gantry.platform.testkit.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Programs that are missing, broken or killed.
@RequiresRoot
@Timeout(120)
class FaultsTest {
  @RegisterExtension final RuntimeFixture fixture = new RuntimeFixture();

  private RuntimeConfig with(String program, String script) throws IOException {
    var directory = Files.createDirectories(fixture.path("programs"));
    var file = directory.resolve(program);
    Files.writeString(file, script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return with(new Programs(List.of(directory, Path.of("/usr/bin"))));
  }

  private RuntimeConfig with(Programs programs) {
    var config = fixture.config();
    return new RuntimeConfig(
        config.root(), config.cgroupParent(), programs, config.seccompProfile());
  }

  private void assertNothingIsLeft() {
    Path run = fixture.config().root();
    assertThat(run.resolve("tasks")).isEmptyDirectory();
    assertThat(run.resolve("state-crun")).isEmptyDirectory();
    assertThat(run.resolve("tmp")).isEmptyDirectory();
    assertThat(run.resolve("pids")).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"conmon", "crun"})
  void namesAProgramThatIsNotInstalled(String missing) throws Exception {
    var directory = Files.createDirectories(fixture.path("some"));
    for (String program : List.of("conmon", "crun")) {
      if (!program.equals(missing)) {
        Files.createSymbolicLink(directory.resolve(program), Path.of("/usr/bin", program));
      }
    }
    fixture.restart(with(new Programs(List.of(directory))));
    assertThatThrownBy(() -> fixture.run(fixture.shell("missing", "true").build()))
        .isInstanceOf(GantryException.class)
        .hasMessageContaining(missing + " is not installed");
    assertNothingIsLeft();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "#!/bin/sh\nexit 3\n",
        "#!/bin/sh\necho '{garbage' >&3; exit 0\n",
        "#!/bin/sh\necho '{\"data\": -1, \"message\": \"boom\"}' >&3\n",
        "#!/bin/sh\necho complaint >&2; exit 1\n",
        "#!/nowhere\n",
      })
  void reportsAMonitorThatDoesNotWork(String script) throws Exception {
    fixture.restart(with("conmon", script));
    assertThatThrownBy(() -> fixture.run(fixture.shell("broken", "true").build()))
        .isInstanceOf(InternalException.class)
        .hasMessageContaining("create");
    assertNothingIsLeft();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "#!/bin/sh\nexit 0\n",
        "#!/bin/sh\necho garbage; exit 1\n",
        "#!/bin/sh\nkill -9 $$\n",
        "#!/nowhere\n",
      })
  void reportsAnOciRuntimeThatDoesNotWork(String script) throws Exception {
    fixture.restart(with("crun", script));
    assertThatThrownBy(() -> fixture.run(fixture.shell("broken", "true").build()))
        .isInstanceOf(InternalException.class)
        .hasMessageContaining("create");
    assertNothingIsLeft();
  }

  @Test
  void anInterruptedCreateLeavesNothing() throws Exception {
    fixture.restart(with("crun", "#!/bin/sh\nexec sleep 1000\n"));
    var spec = fixture.shell("hangs", "true").build();
    var creator =
        Thread.ofVirtual()
            .start(
                () ->
                    assertThatThrownBy(() -> fixture.runtime().create(spec))
                        .isInstanceOf(InterruptedException.class));
    var monitor = fixture.config().root().resolve("tasks/hangs/conmon.pid");
    Eventually.eventually(() -> assertThat(monitor).exists());
    int pid = Integer.parseInt(Files.readString(monitor));
    creator.interrupt();
    creator.join();
    assertThat(ProcessHandle.of(pid)).isEmpty();
    assertThat(fixture.config().root().resolve("tasks")).isEmptyDirectory();
  }

  @Test
  void aTaskIsRemovedThoughItsMonitorSaysNothing() throws Exception {
    var task = fixture.runtime().create(fixture.shell("mute", "sleep 1000").build());
    task.start();
    long monitor =
        Long.parseLong(
            Files.readString(fixture.config().root().resolve("tasks/mute/conmon.pid")).strip());
    new ProcessBuilder("kill", "-STOP", String.valueOf(monitor)).start().waitFor();

    task.delete();

    assertThat(ProcessHandle.of(monitor)).isEmpty();
    assertNothingIsLeft();
  }

  @Test
  void killedCreatesLeaveNothing() throws Exception {
    var random = new Random(7);
    int failed = 0;
    for (int i = 0; i < 25; i++) {
      var spec = fixture.shell("killed", "echo x").build();
      var killer = new CrunKiller(fixture.config().root(), random.nextInt(12_000_000));
      var thread = Thread.ofPlatform().daemon().start(killer);
      try {
        var ran = fixture.run(spec);
        // The one killed may be what has become the container's first process by then.
        assertThat(ran.exit().code() == 137 ? "x\n" : ran.stdout()).isEqualTo("x\n");
      } catch (GantryException expected) {
        failed++;
      }
      killer.stop();
      thread.join();
      assertThat(new Cgroup(CgroupLayout.host(), "/gantry/killed").exists()).isFalse();
    }
    assertThat(failed).isPositive();
    assertThat(fixture.config().root().resolve("tasks")).isEmptyDirectory();
    assertThat(fixture.config().root().resolve("state-crun")).isEmptyDirectory();
    assertThat(fixture.run(fixture.shell("after", "echo fine").build()).stdout())
        .isEqualTo("fine\n");
    fixture.restart(fixture.config());
    assertNothingIsLeft();
  }

  @Test
  void killedExecsEndTheirSessions() throws Exception {
    var random = new Random(9);
    var task = fixture.runtime().create(fixture.shell("execs", "sleep 1000").build());
    task.start();
    for (int i = 0; i < 25; i++) {
      var killer = new CrunKiller(fixture.config().root(), random.nextInt(8_000_000));
      var thread = Thread.ofPlatform().daemon().start(killer);
      var outcome = task.exec(new ExecSpec(ProcessSpec.of("echo", "x"), false, false));
      if (outcome instanceof ExecOutcome.Started(ExecSession session)) {
        Text.of(session);
        assertThat(session.awaitExit()).isBetween(0, 137);
      } else {
        assertThat(((ExecOutcome.Failed) outcome).message()).contains("OCI runtime exec failed");
      }
      killer.stop();
      thread.join();
    }
    assertThat(task.exec(new ExecSpec(ProcessSpec.of("true"), false, false)))
        .isInstanceOf(ExecOutcome.Started.class);
    task.delete();
    assertNothingIsLeft();
  }

  /// Kills the first crun of this test's runtime that it meets after a while.
  private static final class CrunKiller implements Runnable {
    private final Path root;
    private final long delayNanos;
    private volatile boolean stopped;

    CrunKiller(Path root, long delayNanos) {
      this.root = root;
      this.delayNanos = delayNanos;
    }

    void stop() {
      stopped = true;
    }

    @Override
    public void run() {
      while (!stopped) {
        var crun =
            ProcessHandle.current()
                .descendants()
                .filter(process -> isCrun(process.pid()))
                .findFirst();
        if (crun.isPresent()) {
          long until = System.nanoTime() + delayNanos;
          while (System.nanoTime() < until) {
            Thread.onSpinWait();
          }
          crun.get().destroyForcibly();
          return;
        }
      }
    }

    private boolean isCrun(long pid) {
      try {
        String line = Files.readString(Path.of("/proc/" + pid + "/cmdline"));
        return line.startsWith("/usr/bin/crun") && line.contains(root.toString());
      } catch (IOException e) {
        return false;
      }
    }
  }
}
