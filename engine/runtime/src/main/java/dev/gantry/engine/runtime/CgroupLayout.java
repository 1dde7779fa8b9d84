package dev.gantry.engine.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Which cgroup hierarchies this machine has, and what they can limit.
///
/// @param unified whether controllers are driven through cgroup v2
/// @param hierarchies the root of each hierarchy: one on v2, one per controller on v1
record CgroupLayout(Path mountPoint, boolean unified, List<Path> hierarchies) {
  private static final Path MOUNT_POINT = Path.of("/sys/fs/cgroup");

  /// Looked at once: hierarchies do not come and go.
  private static final class Host {
    static final CgroupLayout LAYOUT = detect(MOUNT_POINT);
  }

  static CgroupLayout host() {
    return Host.LAYOUT;
  }

  static CgroupLayout detect(Path mountPoint) {
    if (Files.exists(mountPoint.resolve("cgroup.controllers"))) {
      return new CgroupLayout(mountPoint, true, List.of(mountPoint));
    }
    try (var entries = Files.list(mountPoint)) {
      // Links such as cpu,cpuacct's halves lead to directories that are listed anyway.
      var hierarchies =
          entries
              .filter(entry -> !Files.isSymbolicLink(entry) && Files.isDirectory(entry))
              .toList();
      return new CgroupLayout(mountPoint, false, hierarchies);
    } catch (IOException e) {
      return new CgroupLayout(mountPoint, false, List.of());
    }
  }

  /// The root of a controller's hierarchy.
  Path controller(String name) {
    return unified ? mountPoint : mountPoint.resolve(name);
  }

  boolean limitsSwap() {
    return unified
        ? Files.exists(Path.of("/proc/swaps"))
        : Files.exists(controller("memory").resolve("memory.memsw.limit_in_bytes"));
  }

  boolean limitsSwappiness() {
    return !unified && Files.exists(controller("memory").resolve("memory.swappiness"));
  }

  boolean weighsBlockIo() {
    return unified
        || Files.exists(controller("blkio").resolve("blkio.weight"))
        || Files.exists(controller("blkio").resolve("blkio.bfq.weight"));
  }
}
