package dev.gantry.engine.runtime;

import dev.gantry.platform.errors.InternalException;
import dev.gantry.platform.linux.Fd;
import dev.gantry.platform.linux.Signal;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes tasks away: their processes, cgroups, runtime state and bundles.
///
/// It does by itself what `crun delete` does, which for a task that has ended is removing a few
/// directories. Where that does not succeed, the OCI runtime has the last word.
final class TaskRemoval {
  private static final Logger LOG = LoggerFactory.getLogger(TaskRemoval.class);

  private static final int ATTEMPTS = 8;

  /// Each round kills what the round before has left to be born.
  private static final int ROUNDS = 50;

  /// A first process that was killed does not end before all others of its pid namespace are
  /// reaped, of which some may become our children meanwhile.
  private static final Duration ROUND = Duration.ofMillis(500);

  /// A monitor tells of an end within milliseconds, on a busy machine within a second.
  private static final Duration REPORT = Duration.ofSeconds(5);

  private final TaskEnvironment environment;
  private final TaskProcesses processes;
  private final Consumer<String> forget;

  /// @param forget told the id of each task that is gone
  TaskRemoval(TaskEnvironment environment, Consumer<String> forget) {
    this.environment = environment;
    this.processes = new TaskProcesses(environment.processes(), environment.poller());
    this.forget = forget;
  }

  void remove(ConmonTask task) throws InterruptedException {
    if (task.exitStatus().isEmpty()) {
      killEverything(task.cgroup());
      awaitReport(task);
    }
    discard(task.bundle(), task.runtime(), task.cgroup());
    task.release();
    forget.accept(task.id());
  }

  /// Waits until a task whose processes are dead is known to have ended. A monitor that does
  /// not say so in time is killed: then the end is found out without it.
  private void awaitReport(ConmonTask task) throws InterruptedException {
    if (task.end().await(REPORT).isPresent()) {
      return;
    }
    LOG.warn("the monitor of a dead task says nothing and is killed task={}", task.id());
    try {
      killMonitor(task.bundle());
    } catch (IOException e) {
      throw new InternalException("kill the monitor of task " + task.id(), e);
    }
    task.awaitExit();
  }

  /// Removes what is on disk and in the kernel of a task that nobody has in hand.
  void discard(Bundle bundle, OciRuntime runtime, Cgroup cgroup) throws InterruptedException {
    try {
      killMonitor(bundle);
      if (removeCgroup(cgroup)) {
        runtime.forget(bundle.id());
      } else {
        forceDelete(runtime, bundle.id());
      }
      bundle.delete();
    } catch (IOException e) {
      throw new InternalException("delete task " + bundle.id() + ": " + e.getMessage(), e);
    }
  }

  /// A process is off the lists a moment before its cgroups can be removed, and of cgroup v1 the
  /// kernel tells nobody when that is: so it is tried again, for a quarter of a second in all.
  private boolean removeCgroup(Cgroup cgroup) throws IOException, InterruptedException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (cgroup.remove()) {
        return true;
      }
      killEverything(cgroup);
      Thread.sleep(1L << attempt);
    }
    return cgroup.remove();
  }

  private static void forceDelete(OciRuntime runtime, String id)
      throws InterruptedException, IOException {
    var result = runtime.forceDelete(id);
    if (result.failed()) {
      LOG.warn("{} cannot delete a task task={} says={}", runtime.name(), id, result.output());
      runtime.forget(id);
    }
  }

  /// A monitor whose task could not be made may still be about to say so.
  private void killMonitor(Bundle bundle) throws IOException, InterruptedException {
    var pid = bundle.findMonitorPid();
    if (pid.isEmpty()) {
      return;
    }
    var monitor = processes.findMonitor(pid.getAsInt(), bundle);
    if (monitor.isPresent()) {
      try (var pidfd = monitor.get()) {
        environment.processes().signal(pidfd, Signal.KILL);
        processes.awaitEnd(pidfd);
        processes.reap(pidfd);
      }
    }
  }

  /// Kills all processes of a cgroup, frozen ones too, and waits for their end.
  void killEverything(Cgroup cgroup) throws InterruptedException {
    try {
      for (int round = 0; round < ROUNDS; round++) {
        var pids = cgroup.strayProcesses();
        if (pids.isEmpty()) {
          return;
        }
        signal(pids, cgroup, Signal.KILL);
        if (cgroup.isFrozen()) {
          cgroup.thaw();
        }
        environment.orphans().collect();
        for (int pid : pids) {
          awaitEnd(pid, cgroup);
        }
      }
      LOG.warn("processes of a cgroup do not end cgroup={}", cgroup.path());
    } catch (IOException e) {
      throw new InternalException("kill the processes of " + cgroup.path(), e);
    }
  }

  private void awaitEnd(int pid, Cgroup cgroup) throws IOException, InterruptedException {
    var process = processes.findMember(pid, cgroup);
    if (process.isPresent()) {
      try (var pidfd = process.get()) {
        processes.awaitEnd(pidfd, ROUND);
      }
    }
  }

  /// Sends a signal to all processes of a cgroup.
  void signalAll(Cgroup cgroup, Signal signal) {
    try {
      signal(cgroup.processes(), cgroup, signal);
    } catch (IOException e) {
      throw new InternalException("signal the processes of " + cgroup.path(), e);
    }
  }

  private void signal(List<Integer> pids, Cgroup cgroup, Signal signal) throws IOException {
    for (int pid : pids) {
      var process = processes.findMember(pid, cgroup);
      if (process.isPresent()) {
        try (Fd pidfd = process.get()) {
          environment.processes().signal(pidfd, signal);
        }
      }
    }
  }
}
