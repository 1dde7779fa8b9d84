package dev.gantry.engine.snapshots;

import dev.gantry.platform.linux.Errno;
import dev.gantry.platform.linux.ErrnoException;
import dev.gantry.platform.linux.MountFlag;
import dev.gantry.platform.linux.MountInfo;
import dev.gantry.platform.linux.Mounts;
import dev.gantry.platform.linux.OverlayMount;
import dev.gantry.platform.linux.UnmountFlag;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the trees of snapshots appear at directories, and disappear.
public final class RootfsMounter {
  private static final Logger LOG = LoggerFactory.getLogger(RootfsMounter.class);

  /// Features that the kernel may have on by default and that would put something else than
  /// whole files into the directory for changes, where [LayerDiff] reads them.
  private static final List<String> OPTIONS =
      List.of("index=off", "metacopy=off", "redirect_dir=off");

  private final Mounts mounts;

  public RootfsMounter(Mounts mounts) {
    this.mounts = mounts;
  }

  /// Mounts a snapshot at an existing directory.
  public void mount(SnapshotMount mount, Path target) throws InterruptedException {
    try {
      switch (mount) {
        case SnapshotMount.Overlay(Path base, var lowers, String upper, String work) ->
            mounts.mountOverlay(
                new OverlayMount(
                    base, lowers, Optional.of(new OverlayMount.Writable(upper, work)), OPTIONS),
                target,
                EnumSet.noneOf(MountFlag.class));
        case SnapshotMount.ReadOnlyOverlay(Path base, var lowers) ->
            mounts.mountOverlay(
                new OverlayMount(base, lowers, Optional.empty(), OPTIONS),
                target,
                EnumSet.of(MountFlag.READ_ONLY));
        case SnapshotMount.Bind(Path source, boolean readOnly) -> {
          mounts.bind(source, target);
          if (readOnly) {
            makeReadOnly(target);
          }
        }
      }
    } catch (ErrnoException e) {
      throw SnapshotFailure.of("mount snapshot at " + target, e);
    }
  }

  private void makeReadOnly(Path target) throws ErrnoException {
    try {
      mounts.remountBind(target, MountFlag.READ_ONLY);
    } catch (ErrnoException e) {
      mounts.unmount(target, UnmountFlag.DETACH);
      throw e;
    }
  }

  /// Takes away whatever is mounted at the directory. Processes that still use it keep it until
  /// they end; nobody else sees it. Nothing being mounted there is success.
  public void unmount(Path target) {
    try {
      while (true) {
        mounts.unmount(target, UnmountFlag.DETACH, UnmountFlag.NO_FOLLOW);
      }
    } catch (ErrnoException e) {
      if (!e.is(Errno.EINVAL) && !e.is(Errno.ENOENT)) {
        throw SnapshotFailure.of("unmount " + target, e);
      }
    }
  }

  /// The mount points at and below a directory, each before those on top of it.
  public List<Path> mountedBelow(Path root) {
    try {
      return mounts.list().stream()
          .filter(mount -> mount.isWithin(root.toString()))
          .map(MountInfo::target)
          .map(Path::of)
          .distinct()
          .toList();
    } catch (ErrnoException e) {
      throw SnapshotFailure.of("list mounts below " + root, e);
    }
  }

  /// Unmounts what a process that died has left below a directory, but for what is at or below
  /// one of the `owned` directories.
  public void sweep(Path root, Set<Path> owned) {
    for (Path leftover : mountedBelow(root).reversed()) {
      if (owned.stream().noneMatch(leftover::startsWith)) {
        unmount(leftover);
        LOG.info("unmounted a leftover path={}", leftover);
      }
    }
  }
}
