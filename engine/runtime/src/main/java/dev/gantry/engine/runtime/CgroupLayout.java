package dev.gantry.engine.runtime;

import java.nio.file.Files;
import java.nio.file.Path;

/// Which cgroup hierarchies this machine has.
///
/// @param unified whether controllers are driven through cgroup v2
record CgroupLayout(Path mountPoint, boolean unified) {
  private static final CgroupLayout HOST = detect(Path.of("/sys/fs/cgroup"));

  static CgroupLayout host() {
    return HOST;
  }

  static CgroupLayout detect(Path mountPoint) {
    return new CgroupLayout(mountPoint, Files.exists(mountPoint.resolve("cgroup.controllers")));
  }
}
