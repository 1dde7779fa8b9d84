package dev.gantry.platform.linux;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Processes in memory: the test starts and ends them; signals are remembered and do nothing.
///
/// The pidfds are real descriptors that become readable when the test ends the process, so they
/// work with a real [Poller].
public final class RecordingProcesses implements Processes {
  /// A signal that was sent to a process that ran.
  public record Sent(int pid, Signal signal) {}

  private static final class FakeProcess {
    private final int pid;
    private final long startTime;
    private final List<Fd> alarms = new ArrayList<>();
    private Optional<ExitStatus> exit = Optional.empty();

    private FakeProcess(int pid, long startTime) {
      this.pid = pid;
      this.startTime = startTime;
    }
  }

  private final Map<Integer, FakeProcess> running = new HashMap<>();
  private final Map<Fd, FakeProcess> opened = new HashMap<>();
  private final List<Sent> sent = new ArrayList<>();
  private boolean subreaper;

  /// From now on there is a process of this pid.
  public synchronized void start(int pid, long startTime) {
    running.put(pid, new FakeProcess(pid, startTime));
  }

  /// Ends a process that was started.
  public synchronized void end(int pid, ExitStatus status) throws ErrnoException {
    var process = running.remove(pid);
    if (process == null) {
      throw new IllegalArgumentException("no process " + pid);
    }
    process.exit = Optional.of(status);
    for (Fd alarm : process.alarms) {
      alarm.writeFully(new byte[] {1, 0, 0, 0, 0, 0, 0, 0});
      alarm.close();
    }
  }

  public synchronized List<Sent> sent() {
    return List.copyOf(sent);
  }

  public synchronized boolean isSubreaper() {
    return subreaper;
  }

  @Override
  public synchronized Optional<Fd> find(int pid) throws ErrnoException {
    var process = running.get(pid);
    if (process == null) {
      return Optional.empty();
    }
    // Counts up when the process ends, which makes it readable, as a pidfd would be.
    var pidfd = Fd.adopt(NativeCall.call(Syscall.EVENTFD2, 0, OpenFlag.CLOSE_ON_EXEC));
    process.alarms.add(pidfd.duplicate());
    opened.put(pidfd, process);
    return Optional.of(pidfd);
  }

  @Override
  public synchronized boolean signal(Fd pidfd, Signal signal) {
    return signal(byPidfd(pidfd), signal);
  }

  @Override
  public synchronized boolean signal(int pid, Signal signal) {
    var process = running.get(pid);
    return process != null && signal(process, signal);
  }

  private boolean signal(FakeProcess process, Signal signal) {
    if (process.exit.isPresent()) {
      return false;
    }
    sent.add(new Sent(process.pid, signal));
    return true;
  }

  @Override
  public synchronized boolean hasEnded(Fd pidfd) {
    return byPidfd(pidfd).exit.isPresent();
  }

  @Override
  public synchronized Optional<ExitStatus> findExitStatus(Fd pidfd) {
    return byPidfd(pidfd).exit;
  }

  @Override
  public synchronized Optional<ExitStatus> reap(Fd pidfd) {
    return byPidfd(pidfd).exit;
  }

  private FakeProcess byPidfd(Fd pidfd) {
    var process = opened.get(pidfd);
    if (process == null) {
      throw new IllegalArgumentException("not from find: " + pidfd);
    }
    return process;
  }

  @Override
  public synchronized void becomeSubreaper() {
    subreaper = true;
  }

  @Override
  public synchronized Optional<Long> findStartTime(int pid) {
    return Optional.ofNullable(running.get(pid)).map(process -> process.startTime);
  }
}
