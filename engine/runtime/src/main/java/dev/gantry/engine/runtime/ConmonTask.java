package dev.gantry.engine.runtime;

import dev.gantry.platform.errors.ConflictException;
import dev.gantry.platform.errors.InternalException;
import dev.gantry.platform.linux.ErrnoException;
import dev.gantry.platform.linux.Fd;
import dev.gantry.platform.linux.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// A task under conmon. Signals go to the first process by its pidfd, freezing and counters
/// through its cgroups, terminal sizes to conmon; only what needs the OCI runtime's knowledge
/// runs it.
final class ConmonTask implements Task {
  /// conmon takes no larger terminals.
  private static final int LARGEST_TERMINAL = 1000;

  private final TaskRecord record;
  private final Bundle bundle;
  private final OciRuntime runtime;
  private final Cgroup cgroup;
  private final TaskEnvironment environment;
  private final TaskRemoval removal;
  private final int pid;
  private final Optional<Fd> process;
  private final Optional<TaskStreams> streams;
  private final TaskEnd end;

  /// Held while the task is being removed.
  private final ReentrantLock removing = new ReentrantLock();

  private boolean removed;

  ConmonTask(
      TaskRecord record,
      Bundle bundle,
      OciRuntime runtime,
      TaskEnvironment environment,
      TaskRemoval removal,
      int pid,
      Optional<Fd> process,
      Optional<TaskStreams> streams) {
    this.record = record;
    this.bundle = bundle;
    this.runtime = runtime;
    this.cgroup = new Cgroup(environment.cgroups(), record.cgroup());
    this.environment = environment;
    this.removal = removal;
    this.pid = pid;
    this.process = process;
    this.streams = streams;
    this.end = new TaskEnd(bundle, cgroup, environment, pid, process, streams);
  }

  /// How this task ends, or has ended.
  TaskEnd end() {
    return end;
  }

  @Override
  public String id() {
    return record.id();
  }

  @Override
  public int pid() {
    return pid;
  }

  @Override
  public TaskState state() {
    var status = exitStatus();
    if (status.isPresent()) {
      return new TaskState.Exited(status.get());
    }
    if (!runtime.isStarted(id())) {
      return new TaskState.Created();
    }
    return isPaused() ? new TaskState.Paused() : new TaskState.Running();
  }

  private boolean isPaused() {
    try {
      return cgroup.isFrozen();
    } catch (IOException e) {
      throw Cgroup.failure("read the freezer of", id(), e);
    }
  }

  @Override
  public void start() throws InterruptedException {
    requireAlive();
    if (runtime.isStarted(id())) {
      throw new ConflictException("task " + id() + " is started already");
    }
    if (!runtime.start(id())) {
      throw new InternalException(
          "start task " + id() + ": its process ended before it was let run");
    }
  }

  @Override
  public void kill(int signal) {
    try {
      requireAlive();
      if (process.isEmpty() || !environment.processes().signal(process.get(), new Signal(signal))) {
        throw notRunning();
      }
    } catch (ErrnoException e) {
      throw new InternalException("send signal " + signal + " to task " + id(), e);
    }
  }

  @Override
  public void killAll(int signal) {
    requireAlive();
    removal.signalAll(cgroup, new Signal(signal));
  }

  @Override
  public void pause() {
    requireRunning();
    try {
      cgroup.freeze();
    } catch (IOException e) {
      throw Cgroup.failure("pause", id(), e);
    }
  }

  @Override
  public void resume() {
    requireAlive();
    if (!isPaused()) {
      throw new ConflictException("Container " + id() + " is not paused");
    }
    try {
      cgroup.thaw();
    } catch (IOException e) {
      throw Cgroup.failure("resume", id(), e);
    }
  }

  @Override
  public void resize(TerminalSize size) {
    requireAlive();
    int rows = Math.min(size.rows(), LARGEST_TERMINAL);
    int columns = Math.min(size.columns(), LARGEST_TERMINAL);
    try {
      bundle.control("1 " + rows + " " + columns);
    } catch (IOException e) {
      throw new InternalException("resize the terminal of task " + id(), e);
    }
  }

  @Override
  public ProcessStreams attach() {
    return streams.map(TaskStreams::attach).orElseGet(EndedStreams::new);
  }

  @Override
  public ExecOutcome exec(ExecSpec spec) throws InterruptedException {
    requireRunning();
    try {
      RootfsGuard.checkWorkingDirectory(root(), spec.process().cwd());
      var outcome = new ExecStart(record, runtime, environment, spec).run();
      if (outcome instanceof ExecOutcome.Failed && processHasEnded()) {
        throw notRunning();
      }
      return outcome;
    } catch (InternalException e) {
      if (processHasEnded()) {
        throw notRunning();
      }
      throw e;
    }
  }

  private Path root() {
    return Path.of("/proc", Integer.toString(pid), "root");
  }

  /// Sooner than the exit status is known: the first process, or at least its files, are gone.
  private boolean processHasEnded() {
    try {
      return process.isEmpty()
          || environment.processes().hasEnded(process.get())
          || !Files.exists(root());
    } catch (ErrnoException e) {
      throw new InternalException("look at the process of task " + id(), e);
    }
  }

  @Override
  public ExitStatus awaitExit() throws InterruptedException {
    return end.await();
  }

  @Override
  public Optional<ExitStatus> exitStatus() {
    return end.find();
  }

  @Override
  public List<Integer> processIds() {
    requireAlive();
    try {
      return cgroup.processes();
    } catch (IOException e) {
      throw Cgroup.failure("list the processes of", id(), e);
    }
  }

  @Override
  public ProcessTable top(List<String> psArguments) throws InterruptedException {
    return new Ps(environment.command()).list(psArguments, processIds());
  }

  @Override
  public TaskStats stats() {
    requireAlive();
    try {
      return new StatsReader(cgroup).read(environment.clock(), record.ownNetwork() ? pid : 0);
    } catch (IOException e) {
      throw Cgroup.failure("read the counters of", id(), e);
    }
  }

  @Override
  public void update(Resources resources) throws InterruptedException {
    requireAlive();
    var json = new OciResources(environment.cgroups(), id()).of(resources);
    try {
      var file = Files.createTempFile(environment.temporary(), "resources-", ".json");
      try {
        Files.writeString(file, json.toString());
        runtime.update(id(), file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new InternalException("update task " + id(), e);
    }
  }

  /// Once: another task of this id may exist by the second time.
  @Override
  public void delete() throws InterruptedException {
    removing.lockInterruptibly();
    try {
      if (!removed) {
        removal.remove(this);
        removed = true;
      }
    } finally {
      removing.unlock();
    }
  }

  /// The log's readers wait for this.
  OutputActivity activity() {
    return streams.map(TaskStreams::activity).orElse(OutputActivity.ENDED);
  }

  Bundle bundle() {
    return bundle;
  }

  OciRuntime runtime() {
    return runtime;
  }

  Cgroup cgroup() {
    return cgroup;
  }

  /// Lets go of the task, which runs on. Who waits for its end waits in vain.
  void release() {
    end.release();
    streams.ifPresent(TaskStreams::close);
    process.ifPresent(Fd::close);
  }

  private void requireAlive() {
    if (!end.isAwaited()) {
      throw notRunning();
    }
  }

  private void requireRunning() {
    switch (state()) {
      case TaskState.Running() -> {}
      case TaskState.Paused() -> throw new ConflictException("Container " + id() + " is paused");
      case TaskState.Created(), TaskState.Exited(_) -> throw notRunning();
    }
  }

  private ConflictException notRunning() {
    return new ConflictException("Container " + id() + " is not running");
  }
}
