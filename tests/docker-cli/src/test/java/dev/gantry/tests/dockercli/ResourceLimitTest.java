package dev.gantry.tests.dockercli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.tests.harness.Cgroup;
import org.junit.jupiter.api.Test;

/// Limits on memory, processors and processes, as the kernel sees them.
class ResourceLimitTest extends EngineTest {
  private Cgroup cgroupOf(String container) {
    return Cgroup.of(Long.parseLong(inspect(container, "{{.State.Pid}}")));
  }

  @Test
  void limitsReachTheKernel() {
    runInBackground(
        "--name",
        "small",
        "-m",
        "64m",
        "-c",
        "512",
        "--cpus",
        "0.5",
        "--cpuset-cpus",
        "0",
        "--pids-limit",
        "40",
        "busybox",
        "sh",
        "-c",
        IDLE);
    var cgroup = cgroupOf("small");
    assertThat(cgroup.memoryLimit()).isEqualTo(64L << 20);
    assertThat(cgroup.cpuQuota()).isEqualTo("50000 100000");
    assertThat(cgroup.cpuSet()).isEqualTo("0");
    assertThat(cgroup.processLimit()).isEqualTo("40");
  }

  @Test
  void tooMuchMemoryIsFatalAndSaidSo() {
    var outcome =
        cli.attempt(
            "run",
            "--name",
            "greedy",
            "-m",
            "16m",
            "busybox",
            "sh",
            "-c",
            "x=y; while :; do x=$x$x; done");
    assertThat(outcome.exitCode()).isEqualTo(137);
    assertThat(inspect("greedy", "{{.State.OOMKilled}} {{.State.ExitCode}}")).isEqualTo("true 137");
  }

  @Test
  void tooManyProcessesAreRefused() {
    var script = "i=0; while test $i -lt 20; do sleep 5 & i=$((i+1)); done; echo all; kill 0";
    var outcome = runToEnd("--pids-limit", "10", "busybox", "sh", "-c", script);
    assertThat(outcome.stderr()).contains("can't fork");
    assertThat(outcome.stdout()).doesNotContain("all");
  }

  @Test
  void limitsCanBeChangedWhileRunning() {
    runInBackground(
        "--name", "grows", "-m", "32m", "--memory-swap", "64m", "busybox", "sh", "-c", IDLE);
    cli.run("update", "-m", "48m", "--memory-swap", "96m", "--pids-limit", "33", "grows");
    assertThat(cgroupOf("grows").memoryLimit()).isEqualTo(48L << 20);
    assertThat(cgroupOf("grows").processLimit()).isEqualTo("33");
    assertThat(inspect("grows", "{{.HostConfig.Memory}}")).isEqualTo("50331648");
  }

  @Test
  void statsShowUseAndLimit() {
    runInBackground("--name", "busy", "-m", "64m", "busybox", "sh", "-c", "while :; do :; done");
    var line =
        cli.run(
                "stats",
                "--no-stream",
                "--format",
                "{{.Name}}|{{.MemUsage}}|{{.CPUPerc}}|{{.PIDs}}",
                "busy")
            .text();
    assertThat(line).matches("busy\\|[\\d.]+[KM]iB / 64MiB\\|[\\d.]+%\\|1");
    assertThat(Double.parseDouble(line.split("\\|", -1)[2].replace("%", ""))).isGreaterThan(10);
  }
}
