package dev.gantry.tests.dockercli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.gantry.tests.harness.Outcome;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A31: what a container may not do unless it was asked for, in `run` and in `exec` alike.
@Tag("fault")
class IsolationTest extends EngineTest {
  /// A shell command, and what it must print.
  private static final String PROBES =
      """
      grep CapEff /proc/self/status | cut -f2            => 00000000a80425fb
      grep CapBnd /proc/self/status | cut -f2            => 00000000a80425fb
      grep CapInh /proc/self/status | cut -f2            => 0000000000000000
      grep CapAmb /proc/self/status | cut -f2            => 0000000000000000
      grep Seccomp: /proc/self/status | cut -f2          => 2
      grep NoNewPrivs /proc/self/status | cut -f2        => 0
      cat /proc/kcore | wc -c                            => 0
      cat /proc/timer_list 2>/dev/null | wc -c           => 0
      cat /proc/keys 2>/dev/null | wc -c                 => 0
      ls /proc/acpi /proc/scsi /sys/firmware 2>/dev/null | grep -v : | tr -d '\\n' | wc -c => 0
      touch /proc/sys/kernel/x 2>&1 | grep -c -i 'read-only\\|no such' => 1
      echo x 2>/dev/null >/proc/sysrq-trigger || echo refused => refused
      echo x 2>/dev/null >/proc/sys/kernel/core_pattern || echo refused => refused
      echo x 2>/dev/null >/sys/kernel/uevent_helper || echo refused => refused
      d=/sys/fs/cgroup; test -d $d/pids && d=$d/pids; mkdir $d/x 2>/dev/null || echo refused => refused
      ls /dev | grep -v core | tr '\\n' ' '             => fd full mqueue null ptmx pts random shm stderr stdin stdout tty urandom zero
      mknod /disk b 8 0 && head -c1 /disk 2>&1 | grep -c -i 'not permitted' => 1
      mount -t tmpfs none /tmp 2>/dev/null || echo refused => refused
      unshare -m true 2>/dev/null || echo refused         => refused
      unshare -U true 2>/dev/null || echo refused         => refused
      unshare -n true 2>/dev/null || echo refused         => refused
      chroot / true && echo allowed                      => allowed
      hostname new 2>/dev/null || echo refused           => refused
      ip link set lo down 2>/dev/null || echo refused    => refused
      dmesg 2>/dev/null | head -c1 | wc -c               => 0
      ls /proc/self/fd | wc -l                           => 4
      grep -c ' /dev/mqueue mqueue .*nosuid.nodev.noexec' /proc/mounts => 1
      grep -c ' /sys sysfs ro' /proc/mounts              => 1
      grep -c ' /dev/pts devpts .*gid=5' /proc/mounts    => 1
      grep -c -v host /proc/self/cgroup | wc -l          => 1
      """;

  @Test
  void runAndExecAreConfinedAlike() {
    var probes = Table.of(PROBES);
    var script = script(probes);
    runIdle("idle");
    assertAnswers(probes, runToEnd("busybox", "sh", "-c", script));
    assertAnswers(probes, cli.run("exec", "idle", "sh", "-c", script));
  }

  /// One script that asks all questions and ends each answer with a mark.
  private static String script(List<List<String>> probes) {
    return probes.stream()
        .map(row -> "( " + row.get(0) + " )\necho " + MARK)
        .collect(Collectors.joining("\n"));
  }

  private static final String MARK = "=====";

  private static void assertAnswers(List<List<String>> probes, Outcome outcome) {
    var answers =
        Pattern.compile(MARK + "\n").splitAsStream(outcome.stdout()).map(String::strip).toList();
    assertThat(answers).hasSameSizeAs(probes);
    SoftAssertions.assertSoftly(
        softly -> {
          for (int i = 0; i < probes.size(); i++) {
            softly
                .assertThat(answers.get(i))
                .as(probes.get(i).get(0))
                .isEqualTo(probes.get(i).get(1));
          }
        });
  }

  @Test
  void privilegesCanBeAskedFor() {
    assumeThat(engine.isModern()).isTrue();
    assertThat(
            runToEnd(
                    "--privileged",
                    "busybox",
                    "sh",
                    "-c",
                    "mount -t tmpfs none /tmp && grep -c ' /tmp ' /proc/mounts")
                .text())
        .isEqualTo("1");
    assertThat(
            runToEnd(
                    "--security-opt",
                    "seccomp=unconfined",
                    "busybox",
                    "grep",
                    "Seccomp:",
                    "/proc/self/status")
                .text())
        .endsWith("0");
    assertThat(
            runToEnd(
                    "--security-opt",
                    "systempaths=unconfined",
                    "busybox",
                    "sh",
                    "-c",
                    "grep -c ' /proc/sys ' /proc/mounts")
                .text())
        .isEqualTo("0");
    assertThat(
            runToEnd(
                    "--cap-add",
                    "SYS_ADMIN",
                    "busybox",
                    "sh",
                    "-c",
                    "mount -t tmpfs none /tmp && echo mounted")
                .text())
        .isEqualTo("mounted");
  }

  @Test
  void deniedSystemCallsAreDeniedForRoot() {
    // AF_VSOCK sockets, keyrings and user namespaces need no capability but give too much away.
    var probe =
        "unshare -Ur true 2>/dev/null && echo user; unshare -C true 2>/dev/null && echo cgroup; echo end";
    assertThat(runToEnd("busybox", "sh", "-c", probe).text()).isEqualTo("end");
  }
}
