package dev.gantry.platform.linux;

import java.nio.file.Path;

/// The calls themselves.
final class KernelNamespaces implements Namespaces {
  static final KernelNamespaces INSTANCE = new KernelNamespaces();

  static final long CLONE_FS = 0x200;

  private KernelNamespaces() {}

  @Override
  public void create(NamespaceKind kind, Path pin) throws ErrnoException, InterruptedException {
    Fd.open(pin, 0444, OpenFlag.READ_ONLY, OpenFlag.CREATE, OpenFlag.EXCLUSIVE).close();
    boolean pinned = false;
    try {
      DiscardedThread.call(
          "new-namespace",
          () -> NativeCall.call(Syscall.UNSHARE, kind.cloneFlag()),
          () -> {
            Mounts.system().bind(kind.ofThisThread(), pin);
            return Boolean.TRUE;
          });
      pinned = true;
    } finally {
      if (!pinned) {
        remove(pin);
      }
    }
  }

  @Override
  public void remove(Path pin) throws ErrnoException {
    try {
      Mounts.system().unmount(pin, UnmountFlag.DETACH, UnmountFlag.NO_FOLLOW);
    } catch (ErrnoException e) {
      if (!e.is(Errno.EINVAL) && !e.is(Errno.ENOENT)) {
        throw e;
      }
    }
    try (var call = new NativeCall()) {
      long result = call.attempt(Syscall.UNLINKAT, At.CURRENT, call.path(pin), 0);
      if (result < 0 && result != -Errno.ENOENT.number()) {
        throw new ErrnoException(Syscall.UNLINKAT.manualName(), pin.toString(), (int) -result);
      }
    }
  }

  @Override
  public <T, E extends Exception> T call(
      NamespaceKind kind, Path namespace, ThreadAction<T, E> action)
      throws E, ErrnoException, InterruptedException {
    try (var fd = Fd.open(namespace, OpenFlag.READ_ONLY)) {
      return DiscardedThread.call("in-namespace", () -> enter(fd, kind), action);
    }
  }

  private static void enter(Fd namespace, NamespaceKind kind) throws ErrnoException {
    try (var call = new NativeCall()) {
      call.invoke(Syscall.SETNS, call.fd(namespace), kind.cloneFlag());
    }
  }

  @Override
  public long identity(Path namespace) throws ErrnoException {
    try (var fd = Fd.open(namespace, OpenFlag.PATH)) {
      if (FileSystemStat.of(fd).type() != FileSystemStat.NSFS) {
        throw new ErrnoException("setns", namespace.toString(), Errno.EINVAL.number());
      }
      return fd.stat().inode();
    }
  }
}
