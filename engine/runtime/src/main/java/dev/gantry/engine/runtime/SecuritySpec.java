package dev.gantry.engine.runtime;

import java.util.List;

/// How far a task is fenced in, beside the capabilities of its process.
///
/// @param privileged all devices, no masked or read-only paths, writable `/sys` and cgroups;
///     the caller also grants the capabilities and leaves seccomp unconfined
/// @param systemPathsUnconfined no masked and no read-only paths below `/proc` and `/sys`
/// @param deviceRules further rules of the devices cgroup, such as `c 42:* rwm`
public record SecuritySpec(
    boolean privileged,
    boolean systemPathsUnconfined,
    SeccompSpec seccomp,
    List<DeviceSpec> devices,
    List<String> deviceRules) {
  public static final SecuritySpec DEFAULT =
      new SecuritySpec(false, false, SeccompSpec.DEFAULT, List.of(), List.of());

  public SecuritySpec {
    devices = List.copyOf(devices);
    deviceRules = List.copyOf(deviceRules);
  }
}
