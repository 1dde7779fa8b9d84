package dev.gantry.platform.linux;

import java.util.Optional;

/// Processes by pidfd, which unlike a pid always means the same process. See
/// [pidfd_open(2)](https://man7.org/linux/man-pages/man2/pidfd_open.2.html).
///
/// To await the end of a process, register its pidfd with a [Poller]: it becomes readable then.
/// A pid that was read from a file may have been given to another process since; compare
/// [#findStartTime] with the recorded one after opening the pidfd.
public interface Processes {
  /// Those of the kernel.
  static Processes system() {
    return KernelProcesses.INSTANCE;
  }

  /// Opens a process; empty when there is none of that pid, a zombie being one still.
  Optional<Fd> find(int pid) throws ErrnoException;

  /// Sends a signal; false when the process has ended. See
  /// [pidfd_send_signal(2)](https://man7.org/linux/man-pages/man2/pidfd_send_signal.2.html).
  boolean signal(Fd pidfd, Signal signal) throws ErrnoException;

  /// Sends a signal to a pid, or to a process group when negative; false when there is none. See
  /// [kill(2)](https://man7.org/linux/man-pages/man2/kill.2.html).
  boolean signal(int pid, Signal signal) throws ErrnoException;

  /// Whether the process has ended, reaped or not.
  boolean hasEnded(Fd pidfd) throws ErrnoException;

  /// How a process ended that need not be our child. Empty while it runs, and always on kernels
  /// before 6.15, which forget the status of a process that was reaped. See
  /// [PIDFD_GET_INFO](https://man7.org/linux/man-pages/man2/PIDFD_GET_INFO.2const.html).
  Optional<ExitStatus> findExitStatus(Fd pidfd) throws ErrnoException;

  /// Reaps a child that has ended; empty while it runs. Fails with `ECHILD` when the process is
  /// not our child or was reaped. Only for children we adopted as subreaper: those of
  /// [ProcessBuilder] are reaped by the Java runtime. See
  /// [waitid(2)](https://man7.org/linux/man-pages/man2/waitid.2.html).
  Optional<ExitStatus> reap(Fd pidfd) throws ErrnoException;

  /// Makes this process the new parent of its descendants whose own parent ends. See
  ///
  // [PR_SET_CHILD_SUBREAPER](https://man7.org/linux/man-pages/man2/PR_SET_CHILD_SUBREAPER.2const.html).
  void becomeSubreaper() throws ErrnoException;

  /// When a process started, in clock ticks since boot: with the pid it names one process. Empty
  /// when there is none of that pid. See
  /// [proc_pid_stat(5)](https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html).
  Optional<Long> findStartTime(int pid) throws ErrnoException;
}
