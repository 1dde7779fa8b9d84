package dev.gantry.platform.linux;

import java.util.List;

/// A path resolved as far as its parent directory: what the `*at` calls take. The last component
/// is a plain name, so the kernel has nothing left to follow.
final class Located implements AutoCloseable {
  static final int PATH_MAX = 4096;

  private final NativeCall call;
  private final Fd parent;
  private final boolean ownsParent;
  private final int directory;
  private final String path;
  private final String name;
  private final long nameAddress;

  private Located(Fd parent, boolean ownsParent, String path, String name) {
    this.call = new NativeCall();
    this.parent = parent;
    this.ownsParent = ownsParent;
    this.directory = call.fd(parent);
    this.path = path;
    this.name = name;
    this.nameAddress = call.name(name);
  }

  static Located of(Directory root, Lookup lookup, String path) throws ErrnoException {
    int end = path.length();
    while (end > 0 && path.charAt(end - 1) == '/') {
      end--;
    }
    int slash = path.lastIndexOf('/', end - 1);
    String name = path.substring(slash + 1, end);
    if (name.isEmpty() || name.equals(".") || name.equals("..")) {
      throw new ErrnoException("path_resolution", "'" + path + "'", Errno.EINVAL.number());
    }
    if (slash < 0) {
      return new Located(root.fd(), false, path, name);
    }
    var parent =
        RootedOpen.open(
            root.fd(),
            slash == 0 ? "/" : path.substring(0, slash),
            lookup,
            0,
            List.of(OpenFlag.PATH, OpenFlag.DIRECTORY));
    return new Located(parent, true, path, name);
  }

  NativeCall call() {
    return call;
  }

  Fd parent() {
    return parent;
  }

  int directory() {
    return directory;
  }

  /// The address of the last component.
  long name() {
    return nameAddress;
  }

  /// The last component.
  String plainName() {
    return name;
  }

  long invoke(Syscall syscall, long... arguments) throws ErrnoException {
    return call.invokeOn(path, syscall, arguments);
  }

  @Override
  public void close() {
    call.close();
    if (ownsParent) {
      parent.close();
    }
  }
}
