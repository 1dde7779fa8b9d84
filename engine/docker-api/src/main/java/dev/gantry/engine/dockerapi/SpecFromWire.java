package dev.gantry.engine.dockerapi;

import static dev.gantry.engine.dockerapi.Absent.orEmpty;
import static dev.gantry.engine.dockerapi.Absent.orFalse;
import static dev.gantry.engine.dockerapi.Absent.orZero;

import dev.gantry.engine.core.ContainerSpec;
import dev.gantry.engine.core.IsolationSettings;
import dev.gantry.engine.core.LogSettings;
import dev.gantry.engine.core.NetworkSettings;
import dev.gantry.engine.core.ProcessSettings;
import dev.gantry.engine.core.ResourceLimits;
import dev.gantry.engine.core.RestartPolicy;
import dev.gantry.engine.core.StorageSettings;
import dev.gantry.oci.spec.ContainerDefaults;
import dev.gantry.oci.spec.Healthcheck;
import dev.gantry.platform.errors.NotImplementedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads a container's definition from the body of `POST /containers/create`.
final class SpecFromWire {
  private SpecFromWire() {}

  static ContainerSpec spec(ContainerConfigJson config, CreateBody body) {
    var host = Optional.ofNullable(body.hostConfig()).orElseGet(() -> EmptyHostConfig.INSTANCE);
    if (!orEmpty(host.deviceRequests()).isEmpty()) {
      throw new NotImplementedException(
          "could not select device driver: device requests (--gpus) are not supported");
    }
    String runtime = orEmpty(host.runtime());
    return new ContainerSpec(
        orEmpty(config.image()),
        process(config, host),
        isolation(host),
        limits(host),
        storage(config, host),
        network(config, host, body),
        log(host),
        restartPolicy(host.restartPolicy()),
        orFalse(host.autoRemove()),
        orEmpty(config.labels()),
        orEmpty(host.annotations()),
        Optional.ofNullable(config.healthcheck()).map(SpecFromWire::healthcheck),
        runtime.isEmpty() ? Optional.empty() : Optional.of(runtime),
        Optional.empty());
  }

  private static ProcessSettings process(ContainerConfigJson config, HostConfigJson host) {
    var console = ConsoleSize.of(host.consoleSize());
    String signal = orEmpty(config.stopSignal());
    return new ProcessSettings(
        Optional.ofNullable(config.entrypoint()),
        orEmpty(config.cmd()),
        orEmpty(config.env()),
        orEmpty(config.workingDir()),
        orEmpty(config.user()),
        orFalse(config.tty()),
        orFalse(config.openStdin()),
        orFalse(config.stdinOnce()),
        orFalse(config.attachStdin()),
        orFalse(config.attachStdout()),
        orFalse(config.attachStderr()),
        signal.isEmpty() ? Optional.empty() : Optional.of(signal),
        Optional.ofNullable(config.stopTimeout()),
        console.rows(),
        console.columns());
  }

  private static IsolationSettings isolation(HostConfigJson host) {
    return new IsolationSettings(
        orFalse(host.privileged()),
        orEmpty(host.capAdd()),
        orEmpty(host.capDrop()),
        orEmpty(host.securityOpt()),
        orEmpty(host.pidMode()),
        orEmpty(host.ipcMode()),
        orEmpty(host.utsMode()),
        orEmpty(host.usernsMode()),
        orEmpty(host.cgroupnsMode()),
        orFalse(host.readonlyRootfs()),
        Optional.ofNullable(host.maskedPaths()),
        Optional.ofNullable(host.readonlyPaths()),
        orEmpty(host.sysctls()),
        orEmpty(host.groupAdd()),
        Optional.ofNullable(host.init()),
        orZero(host.oomScoreAdj()),
        orEmpty(host.cgroupParent()));
  }

  static ResourceLimits limits(HostConfigJson host) {
    return new ResourceLimits(
        orZero(host.memory()),
        orZero(host.memorySwap()),
        orZero(host.memoryReservation()),
        Optional.ofNullable(host.memorySwappiness()).filter(value -> value != -1),
        orFalse(host.oomKillDisable()),
        orZero(host.cpuShares()),
        orZero(host.nanoCpus()),
        orZero(host.cpuPeriod()),
        orZero(host.cpuQuota()),
        orZero(host.cpuRealtimePeriod()),
        orZero(host.cpuRealtimeRuntime()),
        orEmpty(host.cpusetCpus()),
        orEmpty(host.cpusetMems()),
        Optional.ofNullable(host.pidsLimit()),
        orZero(host.blkioWeight()),
        rates(host.blkioDeviceReadBps()),
        rates(host.blkioDeviceWriteBps()),
        rates(host.blkioDeviceReadIops()),
        rates(host.blkioDeviceWriteIops()),
        orEmpty(host.blkioWeightDevice()).stream()
            .map(d -> new ResourceLimits.DeviceRate(orEmpty(d.path()), orZero(d.weight())))
            .toList(),
        orEmpty(host.ulimits()).stream()
            .map(
                u ->
                    new ResourceLimits.Ulimit(
                        orEmpty(u.name()), orZero(u.soft()), orZero(u.hard())))
            .toList(),
        orEmpty(host.devices()).stream()
            .map(
                d ->
                    new ResourceLimits.DeviceMapping(
                        orEmpty(d.pathOnHost()),
                        orEmpty(d.pathInContainer()),
                        orEmpty(d.cgroupPermissions())))
            .toList(),
        orEmpty(host.deviceCgroupRules()));
  }

  private static List<ResourceLimits.DeviceRate> rates(
      @Nullable List<HostConfigJson.ThrottleDevice> devices) {
    return orEmpty(devices).stream()
        .map(device -> new ResourceLimits.DeviceRate(orEmpty(device.path()), orZero(device.rate())))
        .toList();
  }

  private static StorageSettings storage(ContainerConfigJson config, HostConfigJson host) {
    Map<String, ?> volumes = config.volumes() == null ? Map.of() : config.volumes();
    return new StorageSettings(
        orEmpty(host.binds()),
        orEmpty(host.mounts()).stream().map(SpecFromWire::mount).toList(),
        orEmpty(host.tmpfs()),
        volumes.keySet(),
        orEmpty(host.volumesFrom()),
        orZero(host.shmSize()),
        orEmpty(host.storageOpt()),
        orEmpty(host.volumeDriver()));
  }

  private static StorageSettings.MountRequest mount(HostConfigJson.MountJson mount) {
    var bind = Optional.ofNullable(mount.bindOptions());
    var volume = Optional.ofNullable(mount.volumeOptions());
    var tmpfs = Optional.ofNullable(mount.tmpfsOptions());
    var driver = volume.map(HostConfigJson.VolumeOptions::driverConfig);
    return new StorageSettings.MountRequest(
        orEmpty(mount.type()),
        orEmpty(mount.source()),
        orEmpty(mount.target()),
        orFalse(mount.readOnly()),
        orEmpty(mount.consistency()),
        bind.map(HostConfigJson.BindOptions::propagation).orElse(""),
        bind.map(HostConfigJson.BindOptions::nonRecursive).orElse(false),
        bind.map(HostConfigJson.BindOptions::createMountpoint).orElse(false),
        volume.map(HostConfigJson.VolumeOptions::noCopy).orElse(false),
        volume.map(v -> orEmpty(v.labels())).orElse(Map.of()),
        driver.map(HostConfigJson.DriverConfig::name).orElse(""),
        driver.map(d -> orEmpty(d.options())).orElse(Map.of()),
        volume.map(HostConfigJson.VolumeOptions::subpath).orElse(""),
        tmpfs.map(HostConfigJson.TmpfsOptions::sizeBytes).orElse(0L),
        tmpfs.map(HostConfigJson.TmpfsOptions::mode));
  }

  private static NetworkSettings network(
      ContainerConfigJson config, HostConfigJson host, CreateBody body) {
    Map<String, List<NetworkSettings.HostBinding>> bindings = new HashMap<>();
    Map<String, ? extends @Nullable List<HostConfigJson.PortBinding>> ports =
        host.portBindings() == null ? Map.of() : host.portBindings();
    ports.forEach(
        (port, wanted) -> {
          List<NetworkSettings.HostBinding> list = new ArrayList<>();
          for (var binding : orEmpty(wanted)) {
            list.add(
                new NetworkSettings.HostBinding(
                    orEmpty(binding.hostIp()), orEmpty(binding.hostPort())));
          }
          // A port without a binding is published on a free one.
          bindings.put(
              withProtocol(port),
              list.isEmpty() ? List.of(new NetworkSettings.HostBinding("", "")) : list);
        });
    Map<String, NetworkSettings.EndpointWish> endpoints = new HashMap<>();
    var networking = body.networkingConfig();
    if (networking != null && networking.endpointsConfig() != null) {
      networking.endpointsConfig().forEach((name, wish) -> endpoints.put(name, endpoint(wish)));
    }
    Map<String, ?> exposed = config.exposedPorts() == null ? Map.of() : config.exposedPorts();
    var exposedPorts = new java.util.TreeSet<String>();
    exposed.keySet().forEach(port -> exposedPorts.add(withProtocol(port)));
    exposedPorts.addAll(bindings.keySet());
    return new NetworkSettings(
        orEmpty(host.networkMode()),
        orFalse(config.networkDisabled()),
        orEmpty(config.hostname()),
        orEmpty(config.domainname()),
        orEmpty(config.macAddress()),
        exposedPorts,
        bindings,
        orFalse(host.publishAllPorts()),
        orEmpty(host.dns()),
        orEmpty(host.dnsSearch()),
        orEmpty(host.dnsOptions()),
        orEmpty(host.extraHosts()),
        orEmpty(host.links()),
        endpoints);
  }

  private static String withProtocol(String port) {
    return port.contains("/") ? port : port + "/tcp";
  }

  private static NetworkSettings.EndpointWish endpoint(CreateBody.@Nullable EndpointJson wish) {
    if (wish == null) {
      return new NetworkSettings.EndpointWish(List.of(), List.of(), "", "");
    }
    var ipam = wish.ipamConfig();
    if (ipam != null && !orEmpty(ipam.ipv6Address()).isEmpty()) {
      throw new NotImplementedException("IPv6 addresses of containers are not supported");
    }
    return new NetworkSettings.EndpointWish(
        orEmpty(wish.aliases()),
        orEmpty(wish.links()),
        ipam == null ? "" : orEmpty(ipam.ipv4Address()),
        orEmpty(wish.macAddress()));
  }

  private static LogSettings log(HostConfigJson host) {
    var log = host.logConfig();
    if (log == null) {
      return LogSettings.DEFAULT;
    }
    String type = orEmpty(log.type());
    return new LogSettings(
        type.isEmpty() ? LogSettings.DEFAULT.driver() : type, orEmpty(log.config()));
  }

  static RestartPolicy restartPolicy(HostConfigJson.@Nullable RestartPolicyJson policy) {
    return policy == null
        ? RestartPolicy.NO
        : RestartPolicy.of(orEmpty(policy.name()), orZero(policy.maximumRetryCount()));
  }

  static Healthcheck healthcheck(ContainerConfigJson.HealthConfig health) {
    return new Healthcheck(
        orEmpty(health.test()),
        Duration.ofNanos(orZero(health.interval())),
        Duration.ofNanos(orZero(health.timeout())),
        Duration.ofNanos(orZero(health.startPeriod())),
        Duration.ofNanos(orZero(health.startInterval())),
        orZero(health.retries()));
  }

  /// What a commit says about containers of the new image.
  static ContainerDefaults defaults(ContainerConfigJson config) {
    Map<String, ?> exposed = config.exposedPorts() == null ? Map.of() : config.exposedPorts();
    Map<String, ?> volumes = config.volumes() == null ? Map.of() : config.volumes();
    return ContainerDefaults.builder()
        .user(orEmpty(config.user()))
        .exposedPorts(exposed.keySet())
        .env(orEmpty(config.env()))
        .entrypoint(orEmpty(config.entrypoint()))
        .cmd(orEmpty(config.cmd()))
        .volumes(volumes.keySet())
        .workingDir(orEmpty(config.workingDir()))
        .labels(orEmpty(config.labels()))
        .stopSignal(orEmpty(config.stopSignal()))
        .healthcheck(Optional.ofNullable(config.healthcheck()).map(SpecFromWire::healthcheck))
        .shell(orEmpty(config.shell()))
        .onBuild(orEmpty(config.onBuild()))
        .build();
  }
}
