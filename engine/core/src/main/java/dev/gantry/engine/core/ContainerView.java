package dev.gantry.engine.core;

import dev.gantry.engine.runtime.Task;
import dev.gantry.platform.errors.InternalException;
import dev.gantry.platform.linux.Directory;
import dev.gantry.platform.linux.ErrnoException;
import dev.gantry.platform.linux.Lookup;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;

/// Opens a container's tree for reading and writing from outside, as the container sees it.
///
/// While it runs that is the root of its first process, with everything mounted there. At rest its
/// layer is mounted for the time being, and a path under a bind or volume is looked up in that
/// instead.
final class ContainerView {
  private final ContainerRootfs rootfs;

  ContainerView(ContainerRootfs rootfs) {
    this.rootfs = rootfs;
  }

  /// A directory that acts as root, and a path below it.
  ///
  /// @param isRoot whether it is the container's own tree, not something mounted
  record View(Directory root, String path, boolean writable, boolean isRoot, Runnable release)
      implements AutoCloseable {
    @Override
    public void close() {
      root.close();
      release.run();
    }
  }

  View open(Container container, String path) throws InterruptedException {
    var record = container.record();
    var mount = mountAt(record, path);
    boolean writable =
        mount.map(MountPoint::writable).orElse(!record.spec().isolation().readonlyRootfs());
    Optional<Integer> pid =
        container.state().isAlive() ? container.task().map(Task::pid) : Optional.empty();
    if (pid.isPresent()) {
      return new View(
          open(Path.of("/proc/" + pid.get() + "/root")), path, writable, mount.isEmpty(), () -> {});
    }
    if (mount.isPresent() && !mount.get().type().equals("tmpfs")) {
      String inside = path.substring(mount.get().destination().length());
      return new View(
          open(Path.of(mount.get().source())),
          inside.isEmpty() ? "/." : inside,
          writable,
          false,
          () -> {});
    }
    var mounted = rootfs.mountForReading(record);
    return new View(open(mounted.path()), path, writable, true, mounted::close);
  }

  private static Directory open(Path path) {
    try {
      return Directory.open(path, Lookup.IN_ROOT);
    } catch (ErrnoException e) {
      throw new InternalException("open the container's files: " + e.getMessage(), e);
    }
  }

  private static Optional<MountPoint> mountAt(ContainerRecord record, String path) {
    String absolute = path.startsWith("/") ? path : "/" + path;
    return record.mounts().stream()
        .filter(
            mount ->
                absolute.equals(mount.destination())
                    || absolute.startsWith(mount.destination() + "/"))
        .max(Comparator.comparingInt(mount -> mount.destination().length()));
  }
}
