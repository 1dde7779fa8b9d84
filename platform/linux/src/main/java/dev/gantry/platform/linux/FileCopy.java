package dev.gantry.platform.linux;

/// Copies between files inside the kernel.
public final class FileCopy {
  private static final long FICLONE = 0x40049409L;

  private FileCopy() {}

  /// Makes `target` share all the data of `source`, copied on write; false when the file systems
  /// cannot do that. See
  /// [FICLONE](https://man7.org/linux/man-pages/man2/FICLONE.2const.html).
  public static boolean tryClone(Fd source, Fd target) throws ErrnoException {
    try (var call = new NativeCall()) {
      long result = call.attempt(Syscall.IOCTL, call.fd(target), FICLONE, call.fd(source));
      if (result == -Errno.EOPNOTSUPP.number()
          || result == -Errno.EXDEV.number()
          || result == -Errno.ENOTTY.number()
          || result == -Errno.EINVAL.number()) {
        return false;
      }
      if (result < 0) {
        throw new ErrnoException("ioctl", (int) -result);
      }
      return true;
    }
  }

  /// Copies up to `length` bytes from the one position to the other. See
  /// [copy_file_range(2)](https://man7.org/linux/man-pages/man2/copy_file_range.2.html).
  ///
  /// @return how many were copied, 0 at the end of `source`
  public static long range(Fd source, Fd target, long length) throws ErrnoException {
    try (var call = new NativeCall()) {
      return call.invoke(
          Syscall.COPY_FILE_RANGE, call.fd(source), 0, call.fd(target), 0, length, 0);
    }
  }
}
