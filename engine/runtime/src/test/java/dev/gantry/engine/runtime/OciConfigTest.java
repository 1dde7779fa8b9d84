package dev.gantry.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.json.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class OciConfigTest {
  private static final CgroupLayout V1 =
      new CgroupLayout(Path.of("/nowhere"), false, List.of(Path.of("/nowhere/memory")));
  private static final CgroupLayout V2 =
      new CgroupLayout(Path.of("/nowhere"), true, List.of(Path.of("/nowhere")));

  private static TaskSpecBuilder task(String... args) {
    return TaskSpec.builder("c", Path.of("/rootfs"), ProcessSpec.of(args));
  }

  private static JsonNode write(TaskSpec spec, CgroupLayout layout) {
    return Json.tree(
        new OciConfig(new DaemonLimits(false, 0), layout)
            .write(spec, "/gantry/c", new SeccompFilter.None(), Optional.empty()));
  }

  private static JsonNode write(TaskSpecBuilder spec) {
    return write(spec.build(), V2);
  }

  private static List<String> destinations(JsonNode config) {
    return config.path("mounts").findValuesAsString("destination");
  }

  @Test
  void describesTheProcess() {
    var process = write(task("echo", "hi")).path("process");
    assertThat(process.path("args").toString()).isEqualTo("[\"echo\",\"hi\"]");
    assertThat(process.path("cwd").stringValue()).isEqualTo("/");
    assertThat(process.at("/capabilities/bounding").size()).isEqualTo(14);
    assertThat(process.path("capabilities").path("effective"))
        .isEqualTo(process.path("capabilities").path("bounding"));
    assertThat(process.at("/capabilities/inheritable")).isEmpty();
    assertThat(process.at("/capabilities/ambient")).isEmpty();
    assertThat(process.path("oomScoreAdj").isMissingNode()).isTrue();
  }

  @Test
  void mountsWhatEveryContainerHas() {
    assertThat(destinations(write(task("x"))))
        .containsExactly(
            "/proc", "/dev", "/dev/pts", "/sys", "/sys/fs/cgroup", "/dev/mqueue", "/dev/shm");
  }

  @Test
  void putsTheUsersMountsLastAndParentsFirst() {
    var mounts =
        List.<MountSpec>of(
            MountSpec.Bind.readWrite(Path.of("/s1"), "/a/b/c"),
            MountSpec.Bind.readWrite(Path.of("/s2"), "/a/"),
            new MountSpec.Tmpfs("/dev/shm", List.of("size=1m", "exec")));
    var config = write(task("x").mounts(mounts));
    assertThat(destinations(config))
        .containsExactly(
            "/proc",
            "/dev",
            "/dev/pts",
            "/sys",
            "/sys/fs/cgroup",
            "/dev/mqueue",
            "/a",
            "/dev/shm",
            "/a/b/c");
    assertThat(config.at("/mounts/7/options").toString())
        .isEqualTo("[\"nosuid\",\"nodev\",\"size=1m\",\"exec\"]");
  }

  @Test
  void protectsTheDirectoryOfHierarchiesOnlyWhereItIsTheRuntimes() {
    var cgroups = List.<MountSpec>of(MountSpec.Bind.readWrite(Path.of("/c"), "/sys/fs/cgroup"));
    assertThat(destinations(write(task("x").build(), V1)))
        .filteredOn("/sys/fs/cgroup"::equals)
        .hasSize(2);
    assertThat(destinations(write(task("x").mounts(cgroups).build(), V1)))
        .filteredOn("/sys/fs/cgroup"::equals)
        .hasSize(1);
  }

  @Test
  void namesTheNamespacesThatAreNotTheHosts() {
    var namespaces =
        new NamespaceSpec(
            new NamespaceMode.Joined(Path.of("/run/netns/x")),
            NamespaceMode.HOST,
            NamespaceMode.PRIVATE,
            NamespaceMode.HOST,
            NamespaceMode.PRIVATE);
    var config = write(task("x").namespaces(namespaces).hostname("h"));
    assertThat(config.at("/linux/namespaces").toString())
        .isEqualTo(
            "[{\"type\":\"mount\"},{\"type\":\"cgroup\"},{\"type\":\"ipc\"},"
                + "{\"type\":\"network\",\"path\":\"/run/netns/x\"}]");
    assertThat(config.path("hostname").isMissingNode()).isTrue();
  }

  @Test
  void sharesTheHostsMemoryWithItsIpcNamespace() {
    var isolated = NamespaceSpec.isolated(NamespaceMode.HOST);
    var config =
        write(
            task("x")
                .namespaces(
                    new NamespaceSpec(
                        isolated.network(),
                        isolated.pid(),
                        NamespaceMode.HOST,
                        isolated.uts(),
                        isolated.cgroup())));
    assertThat(config.at("/mounts/6/source").stringValue()).isEqualTo("/dev/shm");
    assertThat(config.at("/mounts/6/type").stringValue()).isEqualTo("bind");
    assertThat(config.at("/linux/sysctl")).isEmpty();
  }

  @Test
  void dropsAnnotationsThatSteerTheRuntime() {
    var annotations = Map.of("run.oci.hooks.stdout", "/etc/passwd", "my.key", "value");
    assertThat(write(task("x").annotations(annotations)).path("annotations").toString())
        .isEqualTo("{\"my.key\":\"value\"}");
  }

  @Test
  void leavesOutLimitsTheKernelDoesNotHave() {
    var resources =
        new Resources(
            new Resources.Memory(1 << 20, 2 << 20, 0, OptionalInt.of(10), true),
            new Resources.Cpu(512, 50_000, 100_000, 0, 0, "0-1", ""),
            10,
            new Resources.BlockIo(500, List.of(), List.of(), List.of(), List.of(), List.of()));
    var json = write(task("x").resources(resources).build(), V1).at("/linux/resources");
    assertThat(json.path("memory").toString())
        .isEqualTo("{\"limit\":1048576,\"disableOOMKiller\":true}");
    assertThat(json.path("cpu").toString())
        .isEqualTo("{\"shares\":512,\"quota\":50000,\"period\":100000,\"cpus\":\"0-1\"}");
    assertThat(json.at("/pids/limit").intValue()).isEqualTo(10);
    assertThat(json.path("blockIO").isMissingNode()).isTrue();
  }

  @Test
  void allowsNoDeviceButTheStandardOnes() {
    var rules = write(task("x")).at("/linux/resources/devices");
    assertThat(rules.get(0).toString()).isEqualTo("{\"allow\":false,\"access\":\"rwm\"}");
    assertThat(rules.size()).isEqualTo(12);
  }

  @Test
  void addsDevicesAndRules() {
    var security =
        new SecuritySpec(
            false,
            false,
            SeccompSpec.DEFAULT,
            List.of(new DeviceSpec(Path.of("/dev/null"), "/dev/nothing", "rw")),
            List.of("c 42:* rwm"));
    var linux = write(task("x").security(security)).path("linux");
    assertThat(linux.at("/devices/0/path").stringValue()).isEqualTo("/dev/nothing");
    assertThat(linux.at("/devices/0/major").intValue()).isEqualTo(1);
    assertThat(linux.at("/resources/devices/12").toString())
        .isEqualTo("{\"allow\":true,\"type\":\"c\",\"major\":1,\"minor\":3,\"access\":\"rw\"}");
    assertThat(linux.at("/resources/devices/13").toString())
        .isEqualTo("{\"allow\":true,\"type\":\"c\",\"major\":42,\"access\":\"rwm\"}");
  }

  @Test
  void refusesDevicesAndRulesThatAreNone() {
    var noDevice =
        new SecuritySpec(
            false,
            false,
            SeccompSpec.DEFAULT,
            List.of(new DeviceSpec(Path.of("/etc/passwd"), "/dev/x", "r")),
            List.of());
    assertThatThrownBy(() -> write(task("x").security(noDevice)))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("not a device node");
    var noRule =
        new SecuritySpec(false, false, SeccompSpec.DEFAULT, List.of(), List.of("c 42 rwm"));
    assertThatThrownBy(() -> write(task("x").security(noRule)))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessage("invalid device cgroup rule format: 'c 42 rwm'");
  }

  @Test
  void addsAndDropsCapabilitiesAsDockerDoes() {
    assertThat(Capabilities.adjust(List.of(), List.of())).isEqualTo(Capabilities.DEFAULT);
    assertThat(Capabilities.adjust(List.of("net_admin"), List.of("ALL")))
        .containsExactly("CAP_NET_ADMIN");
    var allButOne = new TreeSet<>(Capabilities.grantable());
    allButOne.remove("CAP_KILL");
    assertThat(Capabilities.adjust(List.of("ALL"), List.of("CAP_KILL"))).isEqualTo(allButOne);
    assertThat(Capabilities.adjust(List.of(), List.of("Mknod"))).hasSize(13);
    assertThatThrownBy(() -> Capabilities.adjust(List.of("CAP_FLY"), List.of()))
        .isInstanceOf(InvalidArgumentException.class);
  }

  @Test
  void clampsToTheDaemonsLimits() throws Exception {
    var limits = new DaemonLimits(false, -100);
    assertThat(limits.clampOomScoreAdj(-500)).isEqualTo(-100);
    assertThat(limits.clampOomScoreAdj(200)).isEqualTo(200);
    var own =
        dev.gantry.platform.linux.Rlimit.ofThisProcess(
            dev.gantry.platform.linux.Rlimit.Resource.NOFILE);
    if (own.hard() != -1) {
      assertThat(limits.clamp(new Rlimit("nofile", 5, -1)))
          .isEqualTo(new Rlimit("nofile", 5, own.hard()));
    }
    assertThat(new DaemonLimits(true, 0).clamp(new Rlimit("nofile", -1, -1)).hard()).isEqualTo(-1);
  }
}
