package dev.gantry.platform.linux;

import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The extended attributes of one file: names in the notation of [FileNames], values as bytes.
/// See [xattr(7)](https://man7.org/linux/man-pages/man7/xattr.7.html).
///
/// Obtained from [Directory#xattrs], it holds a handle on the file and is to be closed; obtained by
/// [#of], it leaves the descriptor to its owner.
public final class Xattrs implements AutoCloseable {
  private final Fd fd;
  private final boolean owned;

  private Xattrs(Fd fd, boolean owned) {
    this.fd = fd;
    this.owned = owned;
  }

  /// Of the file a descriptor is open on, which may be one opened with [OpenFlag#PATH].
  public static Xattrs of(Fd fd) {
    return new Xattrs(fd, false);
  }

  static Xattrs ofPinned(Fd fd) {
    return new Xattrs(fd, true);
  }

  /// The names. A file system without attributes has none. See
  /// [listxattr(2)](https://man7.org/linux/man-pages/man2/listxattr.2.html).
  public List<String> names() throws ErrnoException {
    while (true) {
      try (var call = new NativeCall()) {
        long path = path(call);
        long size = call.attempt(Syscall.LISTXATTR, path, 0, 0);
        if (size == 0 || size == -Errno.EOPNOTSUPP.number()) {
          return List.of();
        }
        check(Syscall.LISTXATTR, size);
        var names = call.allocate(size);
        long length = call.attempt(Syscall.LISTXATTR, path, names.address(), size);
        if (length != -Errno.ERANGE.number()) {
          check(Syscall.LISTXATTR, length);
          return split(names.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
        }
      }
    }
  }

  /// The value of an attribute. See
  /// [getxattr(2)](https://man7.org/linux/man-pages/man2/getxattr.2.html).
  public Optional<byte[]> find(String name) throws ErrnoException {
    while (true) {
      try (var call = new NativeCall()) {
        long path = path(call);
        long key = call.name(name);
        long size = call.attempt(Syscall.GETXATTR, path, key, 0, 0);
        if (size == -Errno.ENODATA.number() || size == -Errno.EOPNOTSUPP.number()) {
          return Optional.empty();
        }
        check(Syscall.GETXATTR, size);
        var value = call.allocate(Math.max(size, 1));
        long length = call.attempt(Syscall.GETXATTR, path, key, value.address(), size);
        if (length != -Errno.ERANGE.number() && length != -Errno.ENODATA.number()) {
          check(Syscall.GETXATTR, length);
          return Optional.of(value.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
        }
      }
    }
  }

  /// Creates or replaces an attribute. See
  /// [setxattr(2)](https://man7.org/linux/man-pages/man2/setxattr.2.html).
  public void set(String name, byte[] value) throws ErrnoException {
    try (var call = new NativeCall()) {
      call.invokeOn(
          name,
          Syscall.SETXATTR,
          path(call),
          call.name(name),
          call.bytes(value).address(),
          value.length,
          0);
    }
  }

  /// See [removexattr(2)](https://man7.org/linux/man-pages/man2/removexattr.2.html).
  public void remove(String name) throws ErrnoException {
    try (var call = new NativeCall()) {
      call.invokeOn(name, Syscall.REMOVEXATTR, path(call), call.name(name));
    }
  }

  /// The calls on descriptors refuse those opened with `O_PATH`, the only way to hold a symbolic
  /// link; through /proc the calls on paths take them and follow nothing further.
  private long path(NativeCall call) {
    call.fd(fd);
    return call.name(fd.procName());
  }

  private static void check(Syscall syscall, long result) throws ErrnoException {
    if (result < 0) {
      throw new ErrnoException(syscall.manualName(), (int) -result);
    }
  }

  private static List<String> split(byte[] names) {
    var result = new ArrayList<String>();
    int start = 0;
    for (int i = 0; i < names.length; i++) {
      if (names[i] == 0) {
        result.add(FileNames.decode(names, start, i - start));
        start = i + 1;
      }
    }
    return result;
  }

  @Override
  public void close() {
    if (owned) {
      fd.close();
    }
  }
}
