package dev.gantry.platform.linux;

import java.lang.foreign.ValueLayout;
import java.util.List;

/// [openat2(2)](https://man7.org/linux/man-pages/man2/openat2.2.html).
final class RootedOpen {
  private static final int OPEN_HOW_SIZE = 24;

  /// Each attempt fails with `EAGAIN` when something was renamed while `..` was being resolved.
  /// Somebody who renames without pause must not hold us for ever.
  private static final int ATTEMPTS = 1000;

  private static final long NO_MOUNT_POINTS = 0x01;

  private RootedOpen() {}

  static Fd open(Fd directory, String path, Lookup lookup, int permissions, List<OpenFlag> flags)
      throws ErrnoException {
    return open(directory, path, lookup.resolveBits(), permissions, flags);
  }

  /// Opens a directory that is no link and no mount point; fails with `EXDEV` on the latter.
  static Fd openSameMount(Fd directory, String path) throws ErrnoException {
    long resolve = Lookup.BENEATH.resolveBits() | NO_MOUNT_POINTS;
    var flags = List.of(OpenFlag.READ_ONLY, OpenFlag.DIRECTORY, OpenFlag.NO_FOLLOW);
    return open(directory, path, resolve, 0, flags);
  }

  private static Fd open(
      Fd directory, String path, long resolve, int permissions, List<OpenFlag> flags)
      throws ErrnoException {
    try (var call = new NativeCall()) {
      int number = call.fd(directory);
      long name = call.name(path);
      var how = call.allocate(OPEN_HOW_SIZE);
      how.set(ValueLayout.JAVA_LONG, 0, Flag.of(flags) | OpenFlag.CLOSE_ON_EXEC);
      how.set(ValueLayout.JAVA_LONG, 8, permissions);
      how.set(ValueLayout.JAVA_LONG, 16, resolve);
      long result;
      int attempt = 0;
      do {
        result = call.attempt(Syscall.OPENAT2, number, name, how.address(), OPEN_HOW_SIZE);
      } while (result == -Errno.EAGAIN.number() && ++attempt < ATTEMPTS);
      if (result < 0) {
        throw new ErrnoException(Syscall.OPENAT2.manualName(), path, (int) -result);
      }
      return Fd.adopt(result);
    }
  }
}
