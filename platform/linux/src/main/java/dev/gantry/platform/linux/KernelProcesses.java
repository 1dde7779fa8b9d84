package dev.gantry.platform.linux;

import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Optional;

/// The calls themselves.
final class KernelProcesses implements Processes {
  static final KernelProcesses INSTANCE = new KernelProcesses();

  private static final int P_PIDFD = 3;
  private static final int WNOHANG = 1;
  private static final int WEXITED = 4;
  private static final int SIGINFO_SIZE = 128;
  private static final int CLD_EXITED = 1;
  private static final int CLD_DUMPED = 3;
  private static final int PR_SET_CHILD_SUBREAPER = 36;
  private static final int POLLIN = 1;

  /// `PIDFD_GET_INFO` and the first published size of `struct pidfd_info`.
  private static final long PIDFD_GET_INFO = 0xC0_40_FF_0BL;
  private static final int PIDFD_INFO_SIZE = 64;
  private static final long PIDFD_INFO_EXIT = 8;
  private static final int EXIT_CODE_OFFSET = 60;

  private KernelProcesses() {}

  @Override
  public Optional<Fd> find(int pid) throws ErrnoException {
    try (var call = new NativeCall()) {
      long result = call.attempt(Syscall.PIDFD_OPEN, pid, 0);
      return isGone(Syscall.PIDFD_OPEN, result) ? Optional.empty() : Optional.of(Fd.adopt(result));
    }
  }

  @Override
  public boolean signal(Fd pidfd, Signal signal) throws ErrnoException {
    try (var call = new NativeCall()) {
      long result = call.attempt(Syscall.PIDFD_SEND_SIGNAL, call.fd(pidfd), signal.number(), 0, 0);
      return !isGone(Syscall.PIDFD_SEND_SIGNAL, result);
    }
  }

  @Override
  public boolean signal(int pid, Signal signal) throws ErrnoException {
    try (var call = new NativeCall()) {
      return !isGone(Syscall.KILL, call.attempt(Syscall.KILL, pid, signal.number()));
    }
  }

  private static boolean isGone(Syscall syscall, long result) throws ErrnoException {
    if (result == -Errno.ESRCH.number()) {
      return true;
    }
    if (result < 0) {
      throw new ErrnoException(syscall.manualName(), (int) -result);
    }
    return false;
  }

  @Override
  public boolean hasEnded(Fd pidfd) throws ErrnoException {
    try (var call = new NativeCall()) {
      var poll = call.allocate(8);
      poll.set(ValueLayout.JAVA_INT, 0, call.fd(pidfd));
      poll.set(ValueLayout.JAVA_SHORT, 4, (short) POLLIN);
      var noWait = call.allocate(16);
      return call.invoke(Syscall.PPOLL, poll.address(), 1, noWait.address(), 0, 0) > 0;
    }
  }

  @Override
  public Optional<ExitStatus> findExitStatus(Fd pidfd) throws ErrnoException {
    try (var call = new NativeCall()) {
      var info = call.allocate(PIDFD_INFO_SIZE);
      info.set(ValueLayout.JAVA_LONG, 0, PIDFD_INFO_EXIT);
      long result = call.attempt(Syscall.IOCTL, call.fd(pidfd), PIDFD_GET_INFO, info.address());
      boolean known = result >= 0 && (info.get(ValueLayout.JAVA_LONG, 0) & PIDFD_INFO_EXIT) != 0;
      // Kernels that do not know the request refuse it in several ways: ENOTTY, EINVAL, ESRCH.
      return known
          ? Optional.of(ExitStatus.ofWaitStatus(info.get(ValueLayout.JAVA_INT, EXIT_CODE_OFFSET)))
          : Optional.empty();
    }
  }

  @Override
  public Optional<ExitStatus> reap(Fd pidfd) throws ErrnoException {
    try (var call = new NativeCall()) {
      var info = call.allocate(SIGINFO_SIZE);
      call.invoke(Syscall.WAITID, P_PIDFD, call.fd(pidfd), info.address(), WEXITED | WNOHANG, 0);
      int pid = info.get(ValueLayout.JAVA_INT, 16);
      if (pid == 0) {
        return Optional.empty();
      }
      int code = info.get(ValueLayout.JAVA_INT, 8);
      int status = info.get(ValueLayout.JAVA_INT, 24);
      return Optional.of(
          code == CLD_EXITED
              ? new ExitStatus.Exited(status)
              : new ExitStatus.Killed(new Signal(status), code == CLD_DUMPED));
    }
  }

  @Override
  public void becomeSubreaper() throws ErrnoException {
    NativeCall.call(Syscall.PRCTL, PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
  }

  @Override
  public Optional<Long> findStartTime(int pid) throws ErrnoException {
    try (var file = Fd.open(Path.of("/proc", Integer.toString(pid), "stat"))) {
      return Optional.of(startTime(FileNames.decode(file.readFully())));
    } catch (ErrnoException e) {
      if (e.is(Errno.ENOENT) || e.is(Errno.ESRCH)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  static long startTime(String stat) {
    // The command's name is in parentheses and may contain anything, parentheses too.
    var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return Long.parseLong(fields[19]);
  }
}
