package dev.gantry.engine.runtime;

import dev.gantry.platform.errors.ConflictException;
import dev.gantry.platform.errors.InternalException;
import dev.gantry.platform.errors.UnavailableException;
import dev.gantry.platform.linux.ErrnoException;
import dev.gantry.platform.linux.Fd;
import dev.gantry.platform.linux.PollEvent;
import dev.gantry.platform.linux.Poller;
import dev.gantry.platform.linux.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A task under conmon.
///
/// Its end is the end of conmon, which a pidfd tells at once: by then the log is complete and
/// the exit code on disk. When conmon ends without having written one, it was killed; the task
/// then lives on without log and input, and its own pidfd tells its end.
final class ConmonTask implements Task {
  private static final Logger LOG = LoggerFactory.getLogger(ConmonTask.class);

  /// conmon takes no larger terminals.
  private static final int LARGEST_TERMINAL = 1000;

  private final TaskRecord record;
  private final Bundle bundle;
  private final OciRuntime runtime;
  private final Cgroup cgroup;
  private final TaskEnvironment environment;
  private final TaskProcesses processes;
  private final TaskRemoval removal;
  private final int pid;
  private final Optional<Fd> process;
  private final Optional<TaskStreams> streams;
  private final CompletableFuture<ExitStatus> exit = new CompletableFuture<>();
  private volatile Optional<Poller.Registration> monitorWatch = Optional.empty();

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
    this.processes = new TaskProcesses(environment.processes(), environment.poller());
    this.removal = removal;
    this.pid = pid;
    this.process = process;
    this.streams = streams;
    environment.orphans().follow(pid);
  }

  /// Follows a monitor that runs, or has just ended.
  void watch(Fd monitor) throws ErrnoException {
    monitorWatch =
        Optional.of(
            environment
                .poller()
                .register(
                    monitor,
                    Set.of(PollEvent.READABLE),
                    Poller.Mode.ONE_SHOT,
                    (here, _) -> environment.workers().execute(() -> monitorEnded(here, monitor))));
  }

  private void monitorEnded(Poller.Registration watch, Fd monitor) {
    try (monitor;
        watch) {
      processes.reap(monitor);
      var written = bundle.findExit();
      if (written.isPresent()) {
        ended(written.get());
      } else {
        LOG.warn("the monitor of a task was killed task={} pid={}", id(), pid);
        // There will be no more output, though the task may run for years.
        streams.ifPresent(TaskStreams::exited);
        environment.orphans().collect();
        followProcess();
      }
    } catch (IOException e) {
      LOG.error("cannot tell how a task ended task={}", id(), e);
      ended(unknown());
    } catch (InterruptedException _) {
      // The runtime is closing; the next one will find out.
      Thread.currentThread().interrupt();
    }
  }

  /// Waits for the end of a task that has no monitor any more.
  void followProcess() throws ErrnoException, InterruptedException {
    if (process.isEmpty()) {
      ended(unknown());
      return;
    }
    processes.awaitEnd(process.get());
    var status = processes.statusOf(process.get());
    ended(
        status
            .map(found -> new ExitStatus(found.shellCode(), environment.clock().instant(), false))
            .orElseGet(this::unknown));
  }

  private ExitStatus unknown() {
    return new ExitStatus(ExitStatus.UNKNOWN_CODE, environment.clock().instant(), false);
  }

  /// The end: nothing is waited for after this.
  void ended(ExitStatus status) {
    boolean oomKilled = bundle.sawOom() || countsOomKills();
    exit.complete(new ExitStatus(status.code(), status.finishedAt(), oomKilled));
    streams.ifPresent(TaskStreams::exited);
    environment.orphans().unfollow(pid);
    LOG.debug("task ended task={} code={} oomKilled={}", id(), status.code(), oomKilled);
  }

  private boolean countsOomKills() {
    try {
      return cgroup.oomKills() > 0;
    } catch (IOException e) {
      LOG.debug("no OOM counter task={}", id(), e);
      return false;
    }
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
    try {
      return exit.get();
    } catch (ExecutionException e) {
      throw new UnavailableException("await the end of task " + id(), e);
    }
  }

  @Override
  public Optional<ExitStatus> exitStatus() {
    return exit.isDone() && !exit.isCompletedExceptionally()
        ? Optional.of(exit.join())
        : Optional.empty();
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
    exit.completeExceptionally(new IllegalStateException("the runtime was closed"));
    monitorWatch.ifPresent(Poller.Registration::close);
    streams.ifPresent(TaskStreams::close);
    process.ifPresent(Fd::close);
    environment.orphans().unfollow(pid);
  }

  private void requireAlive() {
    if (exit.isDone()) {
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
