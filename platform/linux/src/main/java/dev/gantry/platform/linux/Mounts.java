package dev.gantry.platform.linux;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// The mounts of this process's mount namespace.
///
/// A target or source that a container can influence is opened by [Directory] first and given as
/// [Fd#path], so the mount lands on the file that was checked and not on what its name means by
/// then.
public interface Mounts {
  /// Those of the kernel. Needs `CAP_SYS_ADMIN`.
  static Mounts system() {
    return KernelMounts.INSTANCE;
  }

  /// See [mount(2)](https://man7.org/linux/man-pages/man2/mount.2.html).
  ///
  /// @param source a device or path, or any text for file systems that have none
  /// @param data the options of the file system; may be empty
  void mount(String source, Path target, String fileSystem, Set<MountFlag> flags, String data)
      throws ErrnoException;

  /// Mounts an overlay. Runs on a thread of its own, which is why it may wait a moment.
  void mountOverlay(OverlayMount overlay, Path target, Set<MountFlag> flags)
      throws ErrnoException, InterruptedException;

  /// Makes a file or directory visible at a second place.
  default void bind(Path source, Path target) throws ErrnoException {
    mount(source.toString(), target, "", EnumSet.of(MountFlag.BIND), "");
  }

  /// Like [#bind], with all that is mounted below the source.
  default void bindRecursively(Path source, Path target) throws ErrnoException {
    mount(source.toString(), target, "", EnumSet.of(MountFlag.BIND, MountFlag.RECURSIVE), "");
  }

  /// Changes the flags of one mount: those not given are cleared.
  default void remountBind(Path target, MountFlag... flags) throws ErrnoException {
    var all = EnumSet.of(MountFlag.BIND, MountFlag.REMOUNT);
    all.addAll(Arrays.asList(flags));
    mount("", target, "", all, "");
  }

  /// Changes how mounts below `target` spread.
  ///
  /// @param recursive also of all mounts below
  void setPropagation(Path target, Propagation propagation, boolean recursive)
      throws ErrnoException;

  /// See [umount2(2)](https://man7.org/linux/man-pages/man2/umount.2.html). `EINVAL` means that
  /// nothing is mounted there.
  void unmount(Path target, UnmountFlag... flags) throws ErrnoException;

  /// All mounts, in the order they can be reached. See
  /// [proc_pid_mountinfo(5)](https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html).
  List<MountInfo> list() throws ErrnoException;
}
