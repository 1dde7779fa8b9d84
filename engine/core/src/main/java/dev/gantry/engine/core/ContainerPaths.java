package dev.gantry.engine.core;

import java.nio.file.Path;

/// Where the files of containers lie.
///
/// @param data survives a reboot: logs, and the files bound over /etc
/// @param volatileData gone after a reboot, as mounts are
record ContainerPaths(Path data, Path volatileData) {
  Path directory(ContainerId id) {
    return data.resolve(id.value());
  }

  Path log(ContainerId id) {
    return directory(id).resolve(id + ".log");
  }

  Path hosts(ContainerId id) {
    return directory(id).resolve("hosts");
  }

  Path hostname(ContainerId id) {
    return directory(id).resolve("hostname");
  }

  Path resolvConf(ContainerId id) {
    return directory(id).resolve("resolv.conf");
  }

  Path volatileDirectory(ContainerId id) {
    return volatileData.resolve(id.value());
  }

  /// The mount point of the root file system.
  Path rootfs(ContainerId id) {
    return volatileDirectory(id).resolve("rootfs");
  }

  /// The mount point of a /dev/shm that other containers may join.
  Path sharedMemory(ContainerId id) {
    return volatileDirectory(id).resolve("shm");
  }
}
