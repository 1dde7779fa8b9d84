package dev.gantry.platform.linux;

/// The commands of [fcntl(2)](https://man7.org/linux/man-pages/man2/fcntl.2.html) used here.
final class FileControl {
  private static final int F_GETFL = 3;
  private static final int F_SETFL = 4;
  private static final int F_DUPFD_CLOEXEC = 1030;

  private FileControl() {}

  static long duplicate(Fd fd) throws ErrnoException {
    try (var call = new NativeCall()) {
      return call.invoke(Syscall.FCNTL, call.fd(fd), F_DUPFD_CLOEXEC, 0);
    }
  }

  static void setNonBlocking(Fd fd, boolean nonBlocking) throws ErrnoException {
    try (var call = new NativeCall()) {
      int number = call.fd(fd);
      long flag = OpenFlag.NON_BLOCKING.bits();
      long flags = call.invoke(Syscall.FCNTL, number, F_GETFL);
      call.invoke(Syscall.FCNTL, number, F_SETFL, nonBlocking ? flags | flag : flags & ~flag);
    }
  }
}
