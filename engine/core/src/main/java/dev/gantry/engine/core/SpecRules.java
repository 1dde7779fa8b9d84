package dev.gantry.engine.core;

import dev.gantry.engine.network.ContainerPort;
import dev.gantry.engine.network.PortMapping;
import dev.gantry.engine.runtime.Capabilities;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.errors.NotImplementedException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// What a container's definition may not say, in docker's words. Rules that need the host or the
/// image are elsewhere; this looks at the definition alone.
final class SpecRules {
  private static final long MINIMUM_MEMORY = 6L << 20;
  private static final Set<String> LOG_DRIVERS = Set.of("", "json-file", "local", "none");
  private static final Set<String> LOG_OPTIONS =
      Set.of("max-size", "max-file", "labels", "labels-regex", "env", "env-regex", "tag", "mode");

  private SpecRules() {}

  static void check(ContainerSpec spec) {
    process(spec.process());
    limits(spec.limits());
    isolation(spec.isolation());
    log(spec.log());
    network(spec.network());
    spec.healthcheck().ifPresent(SpecRules::healthcheck);
    if (spec.autoRemove() && spec.restartPolicy().kind() != RestartPolicy.Kind.NO) {
      throw new InvalidArgumentException("can't create 'AutoRemove' container with restart policy");
    }
    if (!spec.storage().storageOptions().isEmpty()) {
      throw new NotImplementedException(
          "--storage-opt is not supported: " + spec.storage().storageOptions());
    }
  }

  private static void process(ProcessSettings process) {
    String directory = process.workingDirectory();
    if (!directory.isEmpty() && !directory.startsWith("/")) {
      throw new InvalidArgumentException(
          "the working directory '" + directory + "' is invalid, it needs to be an absolute path");
    }
    for (String entry : process.environment()) {
      if (entry.isEmpty() || entry.startsWith("=")) {
        throw new InvalidArgumentException("invalid environment variable: " + entry);
      }
    }
    process.stopSignal().ifPresent(Signals::parse);
  }

  static void limits(ResourceLimits limits) {
    long memory = limits.memory();
    if (memory != 0 && memory < MINIMUM_MEMORY) {
      throw new InvalidArgumentException("Minimum memory limit allowed is 6MB");
    }
    if (limits.memorySwap() > 0 && memory == 0) {
      throw new InvalidArgumentException(
          "You should always set the Memory limit when using Memoryswap limit, see usage");
    }
    if (memory > 0 && limits.memorySwap() > 0 && limits.memorySwap() < memory) {
      throw new InvalidArgumentException(
          "Minimum memoryswap limit should be larger than memory limit, see usage");
    }
    if (memory > 0 && limits.memoryReservation() > memory) {
      throw new InvalidArgumentException(
          "Minimum memory limit can not be less than memory reservation limit, see usage");
    }
    limits
        .memorySwappiness()
        .filter(value -> value < -1 || value > 100)
        .ifPresent(
            value -> {
              throw new InvalidArgumentException(
                  "invalid value: " + value + ", valid memory swappiness range is 0-100");
            });
    cpu(limits);
    if (limits.blkioWeight() != 0 && (limits.blkioWeight() < 10 || limits.blkioWeight() > 1000)) {
      throw new InvalidArgumentException("range of blkio weight is from 10 to 1000");
    }
  }

  private static void cpu(ResourceLimits limits) {
    if (limits.nanoCpus() > 0 && (limits.cpuPeriod() > 0 || limits.cpuQuota() > 0)) {
      throw new InvalidArgumentException(
          "Conflicting options: Nano CPUs and CPU Period/Quota cannot both be set");
    }
    long cpus = Runtime.getRuntime().availableProcessors();
    if (limits.nanoCpus() < 0 || limits.nanoCpus() > cpus * 1_000_000_000L) {
      throw new InvalidArgumentException(
          "range of CPUs is from 0.01 to %d.00, as there are only %d CPUs available"
              .formatted(cpus, cpus));
    }
    if (limits.cpuPeriod() != 0 && (limits.cpuPeriod() < 1000 || limits.cpuPeriod() > 1_000_000)) {
      throw new InvalidArgumentException(
          "CPU cfs period can not be less than 1ms (i.e. 1000) or larger than 1s (i.e. 1000000)");
    }
    if (limits.cpuQuota() > 0 && limits.cpuQuota() < 1000) {
      throw new InvalidArgumentException("CPU cfs quota can not be less than 1ms (i.e. 1000)");
    }
    if (limits.cpuShares() < 0) {
      throw new InvalidArgumentException(
          "invalid CPU shares (" + limits.cpuShares() + "): value must be a positive integer");
    }
  }

  private static void isolation(IsolationSettings isolation) {
    Capabilities.adjust(isolation.capAdd(), isolation.capDrop());
    if (isolation.oomScoreAdj() < -1000 || isolation.oomScoreAdj() > 1000) {
      throw new InvalidArgumentException(
          "Invalid value "
              + isolation.oomScoreAdj()
              + ", range for oom score adj is [-1000, 1000]");
    }
    if (!Set.of("", "host", "private").contains(isolation.cgroupMode())) {
      throw new InvalidArgumentException(
          "invalid cgroup namespace mode: " + isolation.cgroupMode());
    }
    if (!Set.of("", "host").contains(isolation.utsMode())) {
      throw new InvalidArgumentException("invalid UTS mode: " + isolation.utsMode());
    }
    if (!Set.of("", "host").contains(isolation.userMode())) {
      throw new InvalidArgumentException("invalid USER mode: " + isolation.userMode());
    }
    String pid = isolation.pidMode();
    if (!Set.of("", "host").contains(pid) && !pid.startsWith("container:")) {
      throw new InvalidArgumentException("invalid PID mode: " + pid);
    }
    String ipc = isolation.ipcMode();
    if (!Set.of("", "host", "private", "shareable", "none").contains(ipc)
        && !ipc.startsWith("container:")) {
      throw new InvalidArgumentException("invalid IPC mode: " + ipc);
    }
    SecurityOptions.parse(isolation.securityOptions());
    requireDefaultOrNone("masked", isolation.maskedPaths());
    requireDefaultOrNone("read-only", isolation.readonlyPaths());
  }

  private static void requireDefaultOrNone(String what, java.util.Optional<List<String>> paths) {
    if (paths.isPresent() && !paths.get().isEmpty()) {
      throw new NotImplementedException(
          "a list of " + what + " paths of one's own is not supported; give none or the default");
    }
  }

  private static void log(LogSettings log) {
    if (!LOG_DRIVERS.contains(log.driver())) {
      throw new InvalidArgumentException(
          "logger: no log driver named '" + log.driver() + "' is registered");
    }
    for (String option : log.options().keySet()) {
      if (!LOG_OPTIONS.contains(option)) {
        throw new InvalidArgumentException(
            "unknown log opt '" + option + "' for " + log.driver() + " log driver");
      }
    }
    LogOptions.of(log);
  }

  private static void network(NetworkSettings network) {
    network.exposedPorts().forEach(ContainerPort::parse);
    network
        .portBindings()
        .forEach(
            (port, bindings) -> {
              var containerPort = ContainerPort.parse(port);
              bindings.forEach(
                  binding ->
                      PortMapping.parse(containerPort, binding.hostIp(), binding.hostPort()));
            });
    if (network.hostname().length() > 63) {
      throw new InvalidArgumentException("invalid hostname: " + network.hostname());
    }
    boolean shared = network.mode().equals("host") || network.mode().startsWith("container:");
    if (network.mode().startsWith("container:")) {
      if (!network.hostname().isEmpty()) {
        throw new InvalidArgumentException("conflicting options: hostname and the network mode");
      }
      if (!network.portBindings().isEmpty() || network.publishAll()) {
        throw new InvalidArgumentException(
            "conflicting options: port publishing and the container type network mode");
      }
    }
    if (shared && !network.links().isEmpty()) {
      throw new InvalidArgumentException(
          "conflicting options: "
              + network.mode()
              + " type networking can't be used with links."
              + " This would result in undefined behavior");
    }
    if (!network.links().isEmpty()) {
      throw new NotImplementedException("--link is not supported: use a network and its names");
    }
  }

  private static void healthcheck(dev.gantry.oci.spec.Healthcheck health) {
    for (Duration duration :
        List.of(
            health.interval(), health.timeout(), health.startPeriod(), health.startInterval())) {
      if (!duration.isZero() && duration.compareTo(Duration.ofMillis(1)) < 0) {
        throw new InvalidArgumentException(
            "healthcheck durations cannot be less than 1ms: " + duration);
      }
    }
    if (health.retries() < 0) {
      throw new InvalidArgumentException("Retries in Healthcheck cannot be negative");
    }
  }
}
