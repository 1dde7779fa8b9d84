package dev.gantry.engine.dockerapi;

import dev.gantry.engine.core.ContainerSpec;
import dev.gantry.engine.core.NetworkSettings;
import dev.gantry.engine.core.ResourceLimits;
import dev.gantry.engine.core.StorageSettings;
import dev.gantry.oci.spec.Healthcheck;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Writes a container's definition as the `Config` and `HostConfig` of its inspection, with nulls
/// where Docker has them.
final class SpecToWire {
  private static final List<String> MASKED =
      List.of(
          "/proc/acpi",
          "/proc/asound",
          "/proc/interrupts",
          "/proc/kcore",
          "/proc/keys",
          "/proc/latency_stats",
          "/proc/sched_debug",
          "/proc/scsi",
          "/proc/timer_list",
          "/proc/timer_stats",
          "/sys/devices/virtual/powercap",
          "/sys/firmware");
  private static final List<String> READ_ONLY =
      List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

  private SpecToWire() {}

  static ContainerConfigJson config(ContainerSpec spec) {
    var process = spec.process();
    var network = spec.network();
    return new ContainerConfigJson(
        network.hostname(),
        network.domainname(),
        process.user(),
        process.attachStdin(),
        process.attachStdout(),
        process.attachStderr(),
        network.exposedPorts().isEmpty() ? null : emptyObjects(network.exposedPorts()),
        process.terminal(),
        process.openStdin(),
        process.stdinOnce(),
        process.environment(),
        orNull(process.command()),
        spec.healthcheck().map(SpecToWire::health).orElse(null),
        spec.image(),
        spec.storage().volumePaths().isEmpty() ? null : emptyObjects(spec.storage().volumePaths()),
        process.workingDirectory(),
        process.entrypoint().filter(entrypoint -> !entrypoint.isEmpty()).orElse(null),
        network.disabled() ? true : null,
        orNull(network.macAddress()),
        null,
        new TreeMap<>(spec.labels()),
        process.stopSignal().orElse(null),
        process.stopTimeout().orElse(null),
        null);
  }

  static ContainerConfigJson.HealthConfig health(Healthcheck health) {
    return new ContainerConfigJson.HealthConfig(
        orNull(health.test()),
        orNull(health.interval().toNanos()),
        orNull(health.timeout().toNanos()),
        orNull(health.startPeriod().toNanos()),
        orNull(health.startInterval().toNanos()),
        health.retries() == 0 ? null : health.retries());
  }

  static HostConfigJson hostConfig(ContainerSpec spec, String defaultRuntime) {
    var isolation = spec.isolation();
    var limits = spec.limits();
    var storage = spec.storage();
    var network = spec.network();
    var process = spec.process();
    boolean unmasked = isolation.privileged();
    return new HostConfigJson(
        orNull(storage.binds()),
        "",
        new HostConfigJson.LogConfig(spec.log().driver(), new TreeMap<>(spec.log().options())),
        mode(network.mode(), "bridge"),
        portBindings(network),
        new HostConfigJson.RestartPolicyJson(
            spec.restartPolicy().kind().spelling(), spec.restartPolicy().maximumRetries()),
        spec.autoRemove(),
        storage.volumeDriver(),
        orNull(storage.volumesFrom()),
        storage.mounts().isEmpty()
            ? null
            : storage.mounts().stream().map(SpecToWire::mount).toList(),
        List.of(process.consoleRows(), process.consoleColumns()),
        spec.annotations().isEmpty() ? null : new TreeMap<>(spec.annotations()),
        orNull(isolation.capAdd()),
        orNull(isolation.capDrop()),
        mode(isolation.cgroupMode(), "host"),
        network.dns(),
        network.dnsOptions(),
        network.dnsSearch(),
        orNull(network.extraHosts()),
        orNull(isolation.groupAdd()),
        mode(isolation.ipcMode(), "private"),
        "",
        orNull(network.links()),
        isolation.oomScoreAdj(),
        isolation.pidMode(),
        isolation.privileged(),
        network.publishAll(),
        isolation.readonlyRootfs(),
        orNull(isolation.securityOptions()),
        storage.storageOptions().isEmpty() ? null : storage.storageOptions(),
        storage.tmpfs().isEmpty() ? null : new TreeMap<>(storage.tmpfs()),
        isolation.utsMode(),
        isolation.userMode(),
        storage.shmSize() == 0 ? 64L << 20 : storage.shmSize(),
        isolation.sysctls().isEmpty() ? null : new TreeMap<>(isolation.sysctls()),
        spec.runtime().orElse(defaultRuntime),
        "",
        limits.cpuShares(),
        limits.memory(),
        limits.nanoCpus(),
        isolation.cgroupParent(),
        limits.blkioWeight(),
        limits.blkioWeightDevice().stream()
            .map(d -> new HostConfigJson.WeightDevice(d.path(), (int) d.rate()))
            .toList(),
        rates(limits.blkioReadBps()),
        rates(limits.blkioWriteBps()),
        rates(limits.blkioReadIops()),
        rates(limits.blkioWriteIops()),
        limits.cpuPeriod(),
        limits.cpuQuota(),
        limits.cpuRealtimePeriod(),
        limits.cpuRealtimeRuntime(),
        limits.cpusetCpus(),
        limits.cpusetMems(),
        limits.devices().stream()
            .map(
                d ->
                    new HostConfigJson.DeviceJson(
                        d.pathOnHost(), d.pathInContainer(), d.permissions()))
            .toList(),
        orNull(limits.deviceCgroupRules()),
        null,
        limits.memoryReservation(),
        // Without a word about swap there is as much of it as memory.
        limits.memorySwap() == 0 && limits.memory() > 0 ? 2 * limits.memory() : limits.memorySwap(),
        limits.memorySwappiness().orElse(null),
        limits.oomKillDisable(),
        limits.pidsLimit().filter(value -> value > 0).orElse(null),
        limits.ulimits().stream()
            .map(u -> new HostConfigJson.UlimitJson(u.name(), u.hard(), u.soft()))
            .toList(),
        0L,
        0L,
        0L,
        0L,
        isolation.maskedPaths().orElse(unmasked ? null : MASKED),
        isolation.readonlyPaths().orElse(unmasked ? null : READ_ONLY),
        isolation.init().orElse(null));
  }

  private static String mode(String mode, String ifUnset) {
    return mode.isEmpty() || mode.equals("default") ? ifUnset : mode;
  }

  private static Map<String, @Nullable List<HostConfigJson.PortBinding>> portBindings(
      NetworkSettings network) {
    Map<String, @Nullable List<HostConfigJson.PortBinding>> all = new TreeMap<>();
    network
        .portBindings()
        .forEach(
            (port, bindings) -> {
              List<HostConfigJson.PortBinding> list = new ArrayList<>();
              bindings.forEach(
                  b -> list.add(new HostConfigJson.PortBinding(b.hostIp(), b.hostPort())));
              all.put(port, list);
            });
    return all;
  }

  private static HostConfigJson.MountJson mount(StorageSettings.MountRequest mount) {
    boolean volume = mount.type().equals("volume");
    boolean bind = mount.type().equals("bind");
    boolean tmpfs = mount.type().equals("tmpfs");
    return new HostConfigJson.MountJson(
        mount.type(),
        orNull(mount.source()),
        mount.target(),
        mount.readOnly() ? true : null,
        orNull(mount.consistency()),
        bind && !(mount.propagation().isEmpty() && !mount.nonRecursive())
            ? new HostConfigJson.BindOptions(
                orNull(mount.propagation()), mount.nonRecursive() ? true : null, null, null, null)
            : null,
        volume && (mount.noCopy() || !mount.volumeLabels().isEmpty() || !mount.subpath().isEmpty())
            ? new HostConfigJson.VolumeOptions(
                mount.noCopy() ? true : null,
                mount.volumeLabels().isEmpty() ? null : mount.volumeLabels(),
                orNull(mount.subpath()),
                null)
            : null,
        tmpfs && (mount.tmpfsSize() > 0 || mount.tmpfsMode().isPresent())
            ? new HostConfigJson.TmpfsOptions(
                orNull(mount.tmpfsSize()), mount.tmpfsMode().orElse(null))
            : null);
  }

  private static List<HostConfigJson.ThrottleDevice> rates(List<ResourceLimits.DeviceRate> rates) {
    return rates.stream()
        .map(rate -> new HostConfigJson.ThrottleDevice(rate.path(), rate.rate()))
        .toList();
  }

  private static Map<String, @Nullable Object> emptyObjects(Collection<String> names) {
    Map<String, @Nullable Object> objects = new TreeMap<>();
    names.forEach(name -> objects.put(name, Map.of()));
    return objects;
  }

  private static <T> @Nullable List<T> orNull(List<T> list) {
    return list.isEmpty() ? null : list;
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  private static @Nullable Long orNull(long number) {
    return number == 0 ? null : number;
  }
}
