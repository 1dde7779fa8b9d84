package dev.gantry.platform.linux;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// The calls themselves.
final class KernelMounts implements Mounts {
  static final KernelMounts INSTANCE = new KernelMounts();

  private static final long RECURSIVE = MountFlag.RECURSIVE.bits();
  private static final Path MOUNT_INFO = Path.of("/proc/thread-self/mountinfo");

  private KernelMounts() {}

  @Override
  public void mount(
      String source, Path target, String fileSystem, Set<MountFlag> flags, String data)
      throws ErrnoException {
    mount(source, target, fileSystem, Flag.of(flags), data);
  }

  private static void mount(String source, Path target, String fileSystem, long flags, String data)
      throws ErrnoException {
    try (var call = new NativeCall()) {
      call.invokeOn(
          target.toString(),
          Syscall.MOUNT,
          call.name(source),
          call.path(target),
          call.name(fileSystem),
          flags,
          data.isEmpty() ? 0 : call.name(data));
    }
  }

  @Override
  public void mountOverlay(OverlayMount overlay, Path target, Set<MountFlag> flags)
      throws ErrnoException, InterruptedException {
    String data = overlay.data();
    DiscardedThread.call(
        "overlay-mount",
        () -> useDirectory(overlay.base()),
        () -> {
          mount("overlay", target, "overlay", flags, data);
          return Boolean.TRUE;
        });
  }

  /// Gives the calling thread a working directory of its own; the process keeps its one.
  private static void useDirectory(Path directory) throws ErrnoException {
    NativeCall.call(Syscall.UNSHARE, KernelNamespaces.CLONE_FS);
    try (var call = new NativeCall()) {
      call.invokeOn(directory.toString(), Syscall.CHDIR, call.path(directory));
    }
  }

  @Override
  public void setPropagation(Path target, Propagation propagation, boolean recursive)
      throws ErrnoException {
    mount("", target, "", propagation.bits() | (recursive ? RECURSIVE : 0), "");
  }

  @Override
  public void unmount(Path target, UnmountFlag... flags) throws ErrnoException {
    try (var call = new NativeCall()) {
      call.invokeOn(
          target.toString(), Syscall.UMOUNT2, call.path(target), Flag.of(Arrays.asList(flags)));
    }
  }

  @Override
  public List<MountInfo> list() throws ErrnoException {
    try (var file = Fd.open(MOUNT_INFO, OpenFlag.READ_ONLY)) {
      // Not lines(): the kernel escapes a newline in a name, but not a carriage return.
      var lines = FileNames.decode(file.readFully()).split("\n", -1);
      return Arrays.stream(lines).filter(line -> !line.isEmpty()).map(MountInfo::parse).toList();
    }
  }
}
