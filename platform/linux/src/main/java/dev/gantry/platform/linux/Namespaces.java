package dev.gantry.platform.linux;

import java.nio.file.Path;

/// Namespaces that live without a process in them, pinned by a bind mount on a file, and actions
/// inside a namespace.
public interface Namespaces {
  /// Those of the kernel. Needs `CAP_SYS_ADMIN`.
  static Namespaces system() {
    return KernelNamespaces.INSTANCE;
  }

  /// Makes a namespace and pins it on `pin`, a file that is created; its directory exists. Fails
  /// with `EEXIST` when the file does, and leaves nothing behind when it fails. In a new network
  /// namespace the loopback interface is down. See
  /// [unshare(2)](https://man7.org/linux/man-pages/man2/unshare.2.html).
  void create(NamespaceKind kind, Path pin) throws ErrnoException, InterruptedException;

  /// Unpins a namespace, which goes away when nothing else uses it, and deletes the file.
  /// Idempotent.
  void remove(Path pin) throws ErrnoException;

  /// Runs an action on a fresh platform thread inside a namespace and waits for its end; see
  /// [ThreadAction] for what it must not do. A socket opened inside belongs to the namespace for
  /// ever, so the best action opens one and returns it. See
  /// [setns(2)](https://man7.org/linux/man-pages/man2/setns.2.html).
  ///
  /// @param namespace a pin, or [NamespaceKind#ofProcess]
  /// @throws InterruptedException after the action has ended, which is interrupted too
  <T, E extends Exception> T call(NamespaceKind kind, Path namespace, ThreadAction<T, E> action)
      throws E, ErrnoException, InterruptedException;

  /// Tells namespaces apart: two paths lead to the same namespace when this is equal. Fails with
  /// `EINVAL` when the path is not that of a namespace, such as a pin whose mount is gone.
  long identity(Path namespace) throws ErrnoException;
}
