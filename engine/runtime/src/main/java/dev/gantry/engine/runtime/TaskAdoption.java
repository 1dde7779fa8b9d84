package dev.gantry.engine.runtime;

import dev.gantry.platform.errors.GantryException;
import dev.gantry.platform.errors.InternalException;
import dev.gantry.platform.linux.ErrnoException;
import dev.gantry.platform.linux.Fd;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes tasks in hand: those just made, and those an earlier daemon has left, by what is
/// written in their bundles and what of them still lives.
final class TaskAdoption {
  private static final Logger LOG = LoggerFactory.getLogger(TaskAdoption.class);

  private final TaskEnvironment environment;
  private final TaskRemoval removal;
  private final Function<RuntimeName, OciRuntime> runtimes;
  private final TaskProcesses processes;

  TaskAdoption(
      TaskEnvironment environment,
      TaskRemoval removal,
      Function<RuntimeName, OciRuntime> runtimes) {
    this.environment = environment;
    this.removal = removal;
    this.runtimes = runtimes;
    this.processes = new TaskProcesses(environment.processes(), environment.poller());
  }

  /// A task that was just created.
  ConmonTask take(Bundle bundle, int pid) throws IOException, InterruptedException {
    var record = bundle.findRecord().orElseThrow();
    return takeRecorded(bundle, record, pid);
  }

  /// The task of a bundle; empty when there is no complete bundle.
  Optional<ConmonTask> adopt(Bundle bundle) throws InterruptedException {
    try {
      var record = bundle.findRecord();
      if (record.isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(takeRecorded(bundle, record.get(), bundle.findPid().orElse(0)));
    } catch (GantryException e) {
      LOG.warn("a task's record cannot be read task={}", bundle.id(), e);
      return Optional.empty();
    } catch (IOException e) {
      throw new InternalException("adopt task " + bundle.id() + ": " + e.getMessage(), e);
    }
  }

  private ConmonTask takeRecorded(Bundle bundle, TaskRecord record, int pid)
      throws IOException, InterruptedException {
    var cgroup = new Cgroup(environment.cgroups(), record.cgroup());
    var process = pid == 0 ? Optional.<Fd>empty() : processes.findMember(pid, cgroup);
    var monitor = findMonitor(bundle);
    Optional<TaskStreams> streams =
        monitor.isPresent() ? connect(bundle, record) : Optional.empty();
    var task =
        new ConmonTask(
            record,
            bundle,
            runtimes.apply(record.runtime()),
            environment,
            removal,
            pid,
            process,
            streams);
    if (monitor.isPresent()) {
      task.end().watch(monitor.get());
      reopenLostLog(bundle, record);
      return task;
    }
    var written = bundle.findExit();
    if (written.isPresent()) {
      task.end().ended(written.get());
    } else if (process.isEmpty()) {
      task.end().followProcess();
    } else {
      environment.workers().execute(() -> follow(task));
    }
    return task;
  }

  private Optional<Fd> findMonitor(Bundle bundle) throws IOException {
    var pid = bundle.findMonitorPid();
    return pid.isEmpty() ? Optional.empty() : processes.findMonitor(pid.getAsInt(), bundle);
  }

  /// Empty when the monitor ends just now.
  private Optional<TaskStreams> connect(Bundle bundle, TaskRecord record) {
    Optional<LogRotation> rotation =
        switch (record.logSpec()) {
          case LogSpec.None() -> Optional.empty();
          case LogSpec.File log -> Optional.of(new LogRotation(log, () -> reopenLog(bundle)));
        };
    try {
      return Optional.of(
          TaskStreams.connect(
              bundle.attachSocket(),
              record.stdin(),
              rotation,
              environment.poller(),
              environment.timers()));
    } catch (ErrnoException e) {
      LOG.debug("cannot attach to a monitor task={}", record.id(), e);
      return Optional.empty();
    }
  }

  /// The daemon may have been killed between renaming the log and saying so.
  private static void reopenLostLog(Bundle bundle, TaskRecord record) {
    if (record.logSpec() instanceof LogSpec.File log && !Files.exists(log.path())) {
      reopenLog(bundle);
    }
  }

  private static void reopenLog(Bundle bundle) {
    try {
      bundle.control("2 0 0");
    } catch (IOException e) {
      LOG.debug("a monitor that has ended opens no log task={}", bundle.id(), e);
    }
  }

  private static void follow(ConmonTask task) {
    try {
      task.end().followProcess();
    } catch (IOException e) {
      LOG.error("cannot tell how a task ended task={}", task.id(), e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
