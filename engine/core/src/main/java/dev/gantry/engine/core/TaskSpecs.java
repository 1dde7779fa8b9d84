package dev.gantry.engine.core;

import dev.gantry.engine.runtime.Capabilities;
import dev.gantry.engine.runtime.DeviceSpec;
import dev.gantry.engine.runtime.LogSpec;
import dev.gantry.engine.runtime.MountSpec;
import dev.gantry.engine.runtime.NamespaceMode;
import dev.gantry.engine.runtime.NamespaceSpec;
import dev.gantry.engine.runtime.ProcessSpec;
import dev.gantry.engine.runtime.Rlimit;
import dev.gantry.engine.runtime.RuntimeName;
import dev.gantry.engine.runtime.SeccompSpec;
import dev.gantry.engine.runtime.SecuritySpec;
import dev.gantry.engine.runtime.StdinMode;
import dev.gantry.engine.runtime.TaskSpec;
import dev.gantry.engine.runtime.TerminalSize;
import dev.gantry.engine.runtime.UserSpec;
import dev.gantry.platform.errors.InvalidArgumentException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/// Translates a container's definition into what the runtime needs to run it.
final class TaskSpecs {
  private static final String DEFAULT_PATH =
      "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private TaskSpecs() {}

  /// What only the host knows at the moment of the start.
  ///
  /// @param user the resolved user, with the home directory its passwd entry names
  /// @param mounts all mounts, from the outermost destination to the innermost
  /// @param sharedNetwork whether the network namespace, and what the kernel is told about it, is
  ///     somebody else's: the host's or a sandbox's
  record Surroundings(
      Path rootfs,
      UserSpec user,
      String home,
      String hostname,
      NamespaceSpec namespaces,
      List<MountSpec> mounts,
      boolean sharedNetwork,
      LogSpec log) {}

  static TaskSpec of(ContainerRecord record, RuntimeName defaultRuntime, Surroundings around) {
    var spec = record.spec();
    var isolation = spec.isolation();
    var process = process(spec, around);
    boolean ownName = around.namespaces().uts() instanceof NamespaceMode.Private;
    var builder =
        TaskSpec.builder(record.id().value(), around.rootfs(), process)
            .runtime(spec.runtime().map(RuntimeName::parse).orElse(defaultRuntime))
            .readonlyRootfs(isolation.readonlyRootfs())
            .stdin(stdin(spec.process()))
            .init(isolation.init().orElse(false))
            .hostname(ownName ? around.hostname() : "")
            .domainname(ownName ? spec.network().domainname() : "")
            .namespaces(around.namespaces())
            .mounts(around.mounts())
            .resources(TaskResources.of(spec.limits()))
            .security(security(spec))
            .sysctls(sysctls(isolation.sysctls(), around.sharedNetwork()))
            .annotations(spec.annotations())
            .log(around.log());
    if (spec.storage().shmSize() > 0) {
      builder.shmBytes(spec.storage().shmSize());
    }
    if (!isolation.cgroupParent().isEmpty()) {
      builder.cgroupParent(isolation.cgroupParent());
    }
    return builder.build();
  }

  private static ProcessSpec process(ContainerSpec spec, Surroundings around) {
    var process = spec.process();
    var isolation = spec.isolation();
    String directory = process.workingDirectory();
    return new ProcessSpec(
        process.argv(),
        environment(process.environment(), around.hostname(), process.terminal(), around.home()),
        directory.isEmpty() ? "/" : directory,
        around.user(),
        process.terminal(),
        new TerminalSize(process.consoleRows(), process.consoleColumns()),
        capabilities(isolation),
        SecurityOptions.parse(isolation.securityOptions()).noNewPrivileges(),
        rlimits(spec.limits()),
        isolation.oomScoreAdj() == 0
            ? OptionalInt.empty()
            : OptionalInt.of(isolation.oomScoreAdj()));
  }

  /// The engine's variables, each giving way to the client's. An entry without `=` removes one.
  static List<String> environment(
      List<String> wanted, String hostname, boolean terminal, String home) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("PATH", DEFAULT_PATH);
    if (!hostname.isEmpty()) {
      variables.put("HOSTNAME", "HOSTNAME=" + hostname);
    }
    if (terminal) {
      variables.put("TERM", "TERM=xterm");
    }
    for (String entry : wanted) {
      int equals = entry.indexOf('=');
      if (equals < 0) {
        variables.remove(entry);
      } else {
        variables.put(entry.substring(0, equals), entry);
      }
    }
    variables.putIfAbsent("HOME", "HOME=" + home);
    return List.copyOf(variables.values());
  }

  static Set<String> capabilities(IsolationSettings isolation) {
    return isolation.privileged()
        ? Capabilities.grantable()
        : Capabilities.adjust(isolation.capAdd(), isolation.capDrop());
  }

  private static StdinMode stdin(ProcessSettings process) {
    if (!process.openStdin()) {
      return StdinMode.NONE;
    }
    return process.stdinOnce() ? StdinMode.ONCE : StdinMode.OPEN;
  }

  private static SecuritySpec security(ContainerSpec spec) {
    var isolation = spec.isolation();
    var options = SecurityOptions.parse(isolation.securityOptions());
    boolean unmasked =
        isolation.maskedPaths().map(List::isEmpty).orElse(false)
            && isolation.readonlyPaths().map(List::isEmpty).orElse(false);
    List<DeviceSpec> devices = new ArrayList<>();
    for (var device : spec.limits().devices()) {
      devices.add(
          new DeviceSpec(
              Path.of(device.pathOnHost()),
              device.pathInContainer().isEmpty() ? device.pathOnHost() : device.pathInContainer(),
              device.permissions().isEmpty() ? "rwm" : device.permissions()));
    }
    return new SecuritySpec(
        isolation.privileged(),
        options.systemPathsUnconfined() || unmasked,
        isolation.privileged() ? SeccompSpec.UNCONFINED : options.seccomp(),
        devices,
        spec.limits().deviceCgroupRules());
  }

  private static List<Rlimit> rlimits(ResourceLimits limits) {
    return limits.ulimits().stream()
        .map(limit -> new Rlimit(limit.name(), limit.soft(), limit.hard()))
        .toList();
  }

  /// In a network of its own a container may bind low ports and send pings without privileges.
  private static Map<String, String> sysctls(Map<String, String> wanted, boolean sharedNetwork) {
    for (String name : wanted.keySet()) {
      if (sharedNetwork && name.startsWith("net.")) {
        throw new InvalidArgumentException(
            "sysctl '" + name + "' not allowed in host network namespace");
      }
    }
    if (sharedNetwork) {
      return wanted;
    }
    Map<String, String> all = new LinkedHashMap<>();
    all.put("net.ipv4.ip_unprivileged_port_start", "0");
    all.put("net.ipv4.ping_group_range", "0 2147483647");
    all.putAll(wanted);
    return all;
  }

  static NamespaceSpec namespaces(
      IsolationSettings isolation,
      NamespaceMode network,
      NamespaceMode pid,
      NamespaceMode ipc,
      NamespaceMode uts) {
    var isolated = NamespaceSpec.isolated(network);
    return new NamespaceSpec(
        network,
        pid,
        ipc,
        uts,
        switch (isolation.cgroupMode()) {
          case "host" -> NamespaceMode.HOST;
          case "private" -> NamespaceMode.PRIVATE;
          default -> isolation.privileged() ? NamespaceMode.HOST : isolated.cgroup();
        });
  }

  static MountSpec mount(MountPoint mount, Path source) {
    if (mount.type().equals("tmpfs")) {
      return new MountSpec.Tmpfs(
          mount.destination(),
          Arrays.stream(mount.mode().split(",")).filter(option -> !option.isEmpty()).toList());
    }
    return new MountSpec.Bind(
        source,
        mount.destination(),
        !mount.writable(),
        !mount.nonRecursive(),
        mount.propagation().isEmpty()
            ? MountSpec.Propagation.RPRIVATE
            : MountSpec.Propagation.valueOf(
                mount.propagation().toUpperCase(java.util.Locale.ROOT)));
  }
}
