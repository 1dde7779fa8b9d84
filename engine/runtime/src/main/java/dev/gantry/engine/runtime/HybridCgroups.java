package dev.gantry.engine.runtime;

import dev.gantry.platform.linux.ErrnoException;
import dev.gantry.platform.linux.MountFlag;
import dev.gantry.platform.linux.Mounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes machines that mix cgroup v1 and v2 usable.
///
/// crun refuses to work when v1 is in use but the v2 hierarchy still has a controller of its
/// own. A controller that nobody uses there can be mounted as v1, which is what the
/// cgroupfs-mount scripts of distributions do.
final class HybridCgroups {
  private static final Logger LOG = LoggerFactory.getLogger(HybridCgroups.class);

  private HybridCgroups() {}

  static void mountLeftOver(Path mountPoint, Mounts mounts) {
    var unified = mountPoint.resolve("unified").resolve("cgroup.controllers");
    if (Files.exists(mountPoint.resolve("cgroup.controllers")) || !Files.exists(unified)) {
      return;
    }
    try {
      for (String controller : Files.readString(unified).strip().split(" +", 0)) {
        if (!controller.isEmpty()) {
          mount(mountPoint.resolve(controller), controller, mounts);
        }
      }
    } catch (IOException e) {
      LOG.warn("cannot read the controllers left in cgroup v2 file={}", unified, e);
    }
  }

  private static void mount(Path directory, String controller, Mounts mounts) throws IOException {
    Files.createDirectories(directory);
    try {
      mounts.mount(
          "cgroup",
          directory,
          "cgroup",
          EnumSet.of(MountFlag.NO_SET_UID, MountFlag.NO_DEVICES, MountFlag.NO_EXECUTE),
          controller);
      LOG.info(
          "mounted a cgroup controller as v1 because crun refuses mixed hierarchies"
              + " controller={} at={}",
          controller,
          directory);
    } catch (ErrnoException e) {
      LOG.warn(
          "cannot mount a cgroup controller as v1, crun may refuse to start containers"
              + " controller={}",
          controller,
          e);
    }
  }
}
