package dev.gantry.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gantry.engine.runtime.RuntimeFixture.Text;
import dev.gantry.platform.testkit.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a container can do and see, looked at from inside: in its first process and in an exec.
@RequiresRoot
@Timeout(60)
class IsolationTest {
  private static final String DEFAULT_CAPABILITIES = "00000000a80425fb";
  private static final String NONE = "0000000000000000";

  @RegisterExtension final RuntimeFixture fixture = new RuntimeFixture();

  /// Runs a script as first process and as an exec, and expects the same of both.
  private String probe(String script) throws Exception {
    return probe(script, RuntimeName.CRUN);
  }

  private String probe(String script, RuntimeName runtime) throws Exception {
    var ran = fixture.run(fixture.shell("probe", script).runtime(runtime).build());
    var task =
        fixture.runtime().create(fixture.shell("probe", "sleep 1000").runtime(runtime).build());
    task.start();
    var outcome = task.exec(new ExecSpec(ProcessSpec.of("sh", "-c", script), false, false));
    assertThat(outcome).isInstanceOf(ExecOutcome.Started.class);
    var text = Text.of(((ExecOutcome.Started) outcome).session());
    task.delete();
    assertThat(text.stdout()).isEqualTo(ran.stdout());
    return ran.stdout();
  }

  private static Map<String, String> status(String text) {
    return text.lines()
        .map(line -> line.split(":\\s*", 2))
        .filter(pair -> pair.length == 2)
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (first, _) -> first));
  }

  @ParameterizedTest
  @EnumSource(RuntimeName.class)
  void hasDockersCapabilitiesAndAFilter(RuntimeName runtime) throws Exception {
    var status = status(probe("grep -E '^(Cap|Seccomp:|NoNewPrivs)' /proc/self/status", runtime));
    assertThat(status)
        .containsEntry("CapBnd", DEFAULT_CAPABILITIES)
        .containsEntry("CapEff", DEFAULT_CAPABILITIES)
        .containsEntry("CapPrm", DEFAULT_CAPABILITIES)
        .containsEntry("CapInh", NONE)
        .containsEntry("CapAmb", NONE)
        .containsEntry("Seccomp", "2")
        .containsEntry("NoNewPrivs", "0");
  }

  @Test
  void anUnprivilegedUserHasNoCapabilities() throws Exception {
    var plain = ProcessSpec.of("grep", "Cap", "/proc/self/status");
    var process =
        new ProcessSpec(
            plain.args(),
            plain.env(),
            "/",
            new UserSpec(1000, 1000, List.of()),
            false,
            TerminalSize.UNSET,
            Capabilities.DEFAULT,
            true,
            List.of(),
            OptionalInt.empty());
    var ran = fixture.run(TaskSpec.of("user", fixture.rootfs(), process));
    assertThat(status(ran.stdout()))
        .containsEntry("CapEff", NONE)
        .containsEntry("CapPrm", NONE)
        .containsEntry("CapInh", NONE)
        .containsEntry("CapAmb", NONE)
        .containsEntry("CapBnd", DEFAULT_CAPABILITIES);
  }

  @ParameterizedTest
  @EnumSource(RuntimeName.class)
  void cannotMakeNamespacesOrMount(RuntimeName runtime) throws Exception {
    var text =
        probe(
            "unshare -Ur true 2>&1; unshare -m true 2>&1; mount -t tmpfs x /tmp 2>&1;"
                + " umount /proc 2>&1; hostname x 2>&1",
            runtime);
    assertThat(text.lines())
        .hasSize(5)
        .allSatisfy(line -> assertThat(line).containsPattern("not permitted|permission denied"));
  }

  @Test
  void cannotSeeOrChangeTheHostThroughProcAndSys() throws Exception {
    assertThat(
            probe(
                "head -c 1 /proc/kcore | wc -c; head -c 1 /proc/keys | wc -c;"
                    + " head -c 1 /proc/timer_list | wc -c; ls /sys/firmware | wc -l;"
                    + " ls /proc/acpi 2>/dev/null | wc -l"))
        .isEqualTo("0\n0\n0\n0\n0\n");
    for (String path :
        List.of(
            "/proc/sys/kernel/hostname",
            "/proc/sysrq-trigger",
            "/proc/irq/default_smp_affinity",
            "/sys/kernel/mm/ksm/run",
            "/sys/fs/cgroup/x",
            "/sys/fs/cgroup/memory/cgroup.procs",
            "/sys/fs/cgroup/cgroup.procs")) {
      assertThat(probe("echo 1 2>&1 > " + path + " && echo written"))
          .as(path)
          .doesNotContain("written");
    }
  }

  @Test
  void hasItsOwnNamespaces() throws Exception {
    var script = "for n in mnt uts ipc pid net; do readlink /proc/self/ns/$n; done";
    var text = fixture.run(fixture.shell("probe", script).build()).stdout();
    assertThat(text.lines()).hasSize(5);
    for (String name : List.of("mnt", "uts", "ipc", "pid", "net")) {
      var ours = Files.readSymbolicLink(Path.of("/proc/self/ns").resolve(name)).toString();
      assertThat(text).doesNotContain(ours);
    }
    assertThat(probe("cat /proc/1/comm /proc/*/comm | grep -c java")).isEqualTo("0\n");
  }

  @Test
  void seesTheMountsAndDevicesOfAContainer() throws Exception {
    var text =
        probe(
            "ls /dev | grep -v core; grep -E ' (/dev/shm|/dev/mqueue|/sys|/dev/pts|/proc|/dev) '"
                + " /proc/mounts | sed 's/^[^ ]* //' | while read m t o r; do echo $m $t; done");
    assertThat(text)
        .contains(
            "null", "zero", "full", "random", "urandom", "tty", "ptmx", "fd", "stdin", "stdout")
        .contains("/dev/shm tmpfs", "/dev/mqueue mqueue", "/sys sysfs", "/dev/pts devpts");
    assertThat(probe("grep ' /dev/shm ' /proc/mounts")).contains("size=65536k");
    assertThat(probe("grep ' /sys ' /proc/mounts")).contains("ro,");
  }

  @Test
  void cannotOpenADiskThoughItCanMakeANode() throws Exception {
    assertThat(
            probe(
                "mknod /tmp/disk$$ b 254 0 && head -c 1 /tmp/disk$$ 2>&1 | grep -c permitted;"
                    + " rm -f /tmp/disk*; head -c 1 /dev/zero | wc -c; echo x > /dev/null"))
        .isEqualTo("1\n1\n");
  }

  @Test
  void inheritsNoDescriptor() throws Exception {
    try (var _ = Files.newDirectoryStream(Path.of("/"))) {
      // ls itself opens the directory it lists.
      assertThat(probe("ls /proc/self/fd | wc -l")).isEqualTo("4\n");
    }
  }

  @Test
  void aPrivilegedContainerHasEverything() throws Exception {
    var plain =
        ProcessSpec.of(
            "sh",
            "-c",
            "grep -E 'CapEff|Seccomp:' /proc/self/status; unshare -m true && echo unshared; ls /dev | wc -l; touch /proc/sys/x 2>&1; echo 1 > /proc/sys/kernel/hostname && echo ok");
    var process =
        new ProcessSpec(
            plain.args(),
            plain.env(),
            "/",
            UserSpec.ROOT,
            false,
            TerminalSize.UNSET,
            available(),
            false,
            List.of(),
            OptionalInt.empty());
    var ran =
        fixture.run(
            TaskSpec.builder("privileged", fixture.rootfs(), process)
                .security(
                    new SecuritySpec(true, false, SeccompSpec.UNCONFINED, List.of(), List.of()))
                .build());
    assertThat(ran.stdout())
        .contains("Seccomp:\t0", "unshared", "ok")
        .doesNotContain(DEFAULT_CAPABILITIES);
  }

  /// Those this process has to give: a test environment may lack some.
  private static Set<String> available() throws IOException {
    String bounding =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("CapBnd:"))
            .findFirst()
            .orElseThrow();
    long bits = Long.parseUnsignedLong(bounding.substring(7).strip(), 16);
    var names = new ArrayList<String>();
    for (int i = 0; i < Capabilities.ALL.size(); i++) {
      if ((bits >> i & 1) != 0) {
        names.add(Capabilities.ALL.get(i));
      }
    }
    return Set.copyOf(names);
  }

  @Test
  void takesACustomFilter() throws Exception {
    var profile =
        """
        {"defaultAction":"SCMP_ACT_ALLOW","syscalls":[
         {"names":["mkdir","mkdirat"],"action":"SCMP_ACT_ERRNO","errnoRet":95}]}
        """;
    var security =
        new SecuritySpec(false, false, new SeccompSpec.Custom(profile), List.of(), List.of());
    for (int i = 0; i < 2; i++) {
      var ran = fixture.run(fixture.shell("custom", "mkdir /tmp/x").security(security).build());
      assertThat(ran.stderr()).contains("not supported");
    }
  }

  @Test
  void limitsWhatTheDaemonItselfMayNotExceed() throws Exception {
    var plain = ProcessSpec.of("sh", "-c", "ulimit -n; cat /proc/self/oom_score_adj");
    var process =
        new ProcessSpec(
            plain.args(),
            plain.env(),
            "/",
            UserSpec.ROOT,
            false,
            TerminalSize.UNSET,
            Capabilities.DEFAULT,
            false,
            List.of(new Rlimit("nofile", 1 << 30, 1 << 30)),
            OptionalInt.of(-900));
    assumeTrue(!DaemonLimits.ofThisProcess().unbounded(), "the daemon may set any limit");
    var ran = fixture.run(TaskSpec.of("limits", fixture.rootfs(), process));
    assertThat(ran.exit().code()).isZero();
    assertThat(ran.stdout().lines()).hasSize(2);
  }

  @Test
  void programsOfTheEngineStayAsTheyAre() throws Exception {
    var programs = List.of("/usr/bin/crun", "/usr/bin/conmon", "/bin/sh");
    var before = digests(programs);
    var rootfs = fixture.rootfs();
    Files.writeString(rootfs.resolve("evil"), "#!/proc/self/exe\n");
    assertThat(rootfs.resolve("evil").toFile().setExecutable(true)).isTrue();
    var task =
        fixture
            .runtime()
            .create(
                TaskSpec.of(
                    "overwrite",
                    rootfs,
                    ProcessSpec.of(
                        "sh",
                        "-c",
                        "while :; do for p in /proc/[0-9]*/exe; do"
                            + " (echo broken > $p) 2>/dev/null; done; done")));
    task.start();
    for (int i = 0; i < 20; i++) {
      if (task.exec(new ExecSpec(ProcessSpec.of("/evil"), false, false))
          instanceof ExecOutcome.Started(ExecSession session)) {
        Text.of(session);
      }
    }
    task.delete();
    assertThat(digests(programs)).isEqualTo(before);
  }

  private static List<String> digests(List<String> programs) throws Exception {
    var digests = new ArrayList<String>();
    for (String program : programs) {
      var bytes = Files.readAllBytes(Path.of(program));
      digests.add(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
    }
    return digests;
  }

  @Test
  void nobodyElseCanLookIntoTheRuntimesDirectory() throws Exception {
    fixture.run(fixture.shell("private", "true").build());
    try (var paths = Files.walk(fixture.config().root(), 1)) {
      assertThat(paths.filter(Files::isDirectory).toList())
          .allSatisfy(
              path ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                      .isEqualTo("rwx------"));
    }
    assertThat(Files.readString(Path.of("/proc/net/unix"))).doesNotContain("@conmon", "@gantry");
  }
}
