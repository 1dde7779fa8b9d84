package dev.gantry.engine.runtime;

import dev.gantry.platform.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/// Writes a task's `config.json` in the terms of the
/// [OCI runtime specification](https://github.com/opencontainers/runtime-spec).
final class OciConfig {
  private static final String INIT_PATH = "/sbin/docker-init";

  /// Annotations with these beginnings steer OCI runtimes: a container must not.
  private static final List<String> RUNTIME_ANNOTATIONS =
      List.of("run.oci.", "org.systemd.property.", "module.wasm.", "org.criu.");

  private final DaemonLimits limits;
  private final CgroupLayout layout;

  OciConfig(DaemonLimits limits, CgroupLayout layout) {
    this.limits = limits;
    this.layout = layout;
  }

  /// @param init the program to be pid 1, when the task asks for one
  byte[] write(TaskSpec asked, String cgroupPath, SeccompFilter filter, Optional<Path> init) {
    var spec = init.map(program -> withInit(asked, program)).orElse(asked);
    var json = Json.mapper().createObjectNode();
    json.put("ociVersion", "1.0.2");
    json.set("process", OciProcess.of(spec.process(), args(spec, init), limits));
    json.putObject("root")
        .put("path", spec.rootfs().toString())
        .put("readonly", spec.readonlyRootfs());
    if (spec.namespaces().uts() instanceof NamespaceMode.Private) {
      putText(json, "hostname", spec.hostname());
      putText(json, "domainname", spec.domainname());
    }
    OciMounts.add(json, spec, layout);
    var annotations = json.putObject("annotations");
    spec.annotations().forEach((name, value) -> addAnnotation(annotations, name, value));
    addLinux(json.putObject("linux"), spec, cgroupPath);
    filter.addTo(json);
    return Json.bytes(json);
  }

  private static List<String> args(TaskSpec spec, Optional<Path> init) {
    if (init.isEmpty()) {
      return spec.process().args();
    }
    var args = new ArrayList<>(List.of(INIT_PATH, "--"));
    args.addAll(spec.process().args());
    return args;
  }

  private static TaskSpec withInit(TaskSpec spec, Path program) {
    var mounts = new ArrayList<>(spec.mounts());
    mounts.add(new MountSpec.Bind(program, INIT_PATH, true, false, MountSpec.Propagation.RPRIVATE));
    return spec.withMounts(mounts);
  }

  private static void addAnnotation(ObjectNode json, String name, String value) {
    if (RUNTIME_ANNOTATIONS.stream().noneMatch(name::startsWith)) {
      json.put(name, value);
    }
  }

  private void addLinux(ObjectNode linux, TaskSpec spec, String cgroupPath) {
    linux.put("cgroupsPath", cgroupPath);
    addNamespaces(linux, spec.namespaces());
    var sysctls = linux.putObject("sysctl");
    sysctls(spec).forEach(sysctls::put);
    var resources = new OciResources(layout, spec.id()).of(spec.resources());
    OciDevices.add(linux, resources, spec.security());
    linux.set("resources", resources);
    rootfsPropagation(spec.mounts())
        .ifPresent(propagation -> linux.put("rootfsPropagation", propagation));
    if (!spec.security().privileged() && !spec.security().systemPathsUnconfined()) {
      OciProcess.addTexts(linux.putArray("maskedPaths"), SystemPaths.MASKED);
      OciProcess.addTexts(linux.putArray("readonlyPaths"), SystemPaths.READ_ONLY);
    }
  }

  private static void addNamespaces(ObjectNode linux, NamespaceSpec namespaces) {
    var array = linux.putArray("namespaces");
    array.addObject().put("type", "mount");
    Map<String, NamespaceMode> modes = new TreeMap<>();
    modes.put("network", namespaces.network());
    modes.put("pid", namespaces.pid());
    modes.put("ipc", namespaces.ipc());
    modes.put("uts", namespaces.uts());
    modes.put("cgroup", namespaces.cgroup());
    modes.forEach(
        (type, mode) -> {
          switch (mode) {
            case NamespaceMode.Private() -> array.addObject().put("type", type);
            case NamespaceMode.Joined(Path path) ->
                array.addObject().put("type", type).put("path", path.toString());
            case NamespaceMode.Host() -> {}
          }
        });
  }

  /// In a network of its own, unprivileged users may listen on any port and send pings.
  private static Map<String, String> sysctls(TaskSpec spec) {
    Map<String, String> sysctls = new TreeMap<>();
    if (!(spec.namespaces().network() instanceof NamespaceMode.Host)) {
      sysctls.put("net.ipv4.ip_unprivileged_port_start", "0");
      sysctls.put("net.ipv4.ping_group_range", "0 2147483647");
    }
    sysctls.putAll(spec.sysctls());
    return sysctls;
  }

  /// Mounts can spread to or from a container only when its root does not forbid it.
  private static Optional<String> rootfsPropagation(List<MountSpec> mounts) {
    boolean slave = false;
    for (MountSpec mount : mounts) {
      if (mount instanceof MountSpec.Bind bind) {
        switch (bind.propagation()) {
          case SHARED, RSHARED -> {
            return Optional.of("shared");
          }
          case SLAVE, RSLAVE -> slave = true;
          case PRIVATE, RPRIVATE -> {}
        }
      }
    }
    return slave ? Optional.of("slave") : Optional.empty();
  }

  private static void putText(ObjectNode json, String name, String value) {
    if (!value.isEmpty()) {
      json.put(name, value);
    }
  }
}
