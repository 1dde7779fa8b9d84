package dev.gantry.engine.runtime;

import dev.gantry.platform.errors.InvalidArgumentException;
import java.nio.file.Path;

/// Settings of the runtime.
///
/// @param root where bundles and runtime state lie, a directory of its own; made, and backed by
///     memory, when the runtime opens
/// @param cgroupParent the cgroup below which those of tasks are made that name no parent
/// @param seccompProfile the profile that docker's default is derived from
public record RuntimeConfig(
    Path root, String cgroupParent, Programs programs, Path seccompProfile) {
  /// conmon binds a socket below the root, whose path must fit into 107 bytes.
  private static final int LONGEST_ROOT = 80;

  public RuntimeConfig {
    if (!root.isAbsolute() || root.toString().length() > LONGEST_ROOT) {
      throw new InvalidArgumentException(
          "runtime root " + root + " must be absolute and at most " + LONGEST_ROOT + " long");
    }
    Cgroup.requireValidPath(cgroupParent);
  }

  public static RuntimeConfig of(Path root) {
    return new RuntimeConfig(
        root, "/gantry", Programs.INSTALLED, Path.of("/usr/share/containers/seccomp.json"));
  }
}
