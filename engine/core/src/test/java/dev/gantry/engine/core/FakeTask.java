package dev.gantry.engine.core;

import dev.gantry.engine.runtime.ExecOutcome;
import dev.gantry.engine.runtime.ExecSpec;
import dev.gantry.engine.runtime.ExitStatus;
import dev.gantry.engine.runtime.ProcessStreams;
import dev.gantry.engine.runtime.ProcessTable;
import dev.gantry.engine.runtime.Resources;
import dev.gantry.engine.runtime.Task;
import dev.gantry.engine.runtime.TaskSpec;
import dev.gantry.engine.runtime.TaskState;
import dev.gantry.engine.runtime.TaskStats;
import dev.gantry.engine.runtime.TerminalSize;
import dev.gantry.platform.errors.ConflictException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A task without processes: it ends when a test says so, or by SIGKILL.
final class FakeTask implements Task {
  private static final int KILL = 9;

  final TaskSpec spec;
  private final FakeRuntime runtime;
  private final int pid;
  private final List<Integer> signals = new ArrayList<>(); // all guarded by this
  private final List<FakeStreams> streams = new ArrayList<>();
  private TaskState state = new TaskState.Created();

  FakeTask(FakeRuntime runtime, TaskSpec spec, int pid) {
    this.runtime = runtime;
    this.spec = spec;
    this.pid = pid;
  }

  /// The program ends.
  void exit(int code) {
    exit(code, false);
  }

  synchronized void exit(int code, boolean oomKilled) {
    state = new TaskState.Exited(new ExitStatus(code, runtime.clock.instant(), oomKilled));
    notifyAll();
  }

  synchronized List<Integer> signals() {
    return List.copyOf(signals);
  }

  synchronized List<FakeStreams> streams() {
    return List.copyOf(streams);
  }

  @Override
  public String id() {
    return spec.id();
  }

  @Override
  public int pid() {
    return pid;
  }

  @Override
  public synchronized TaskState state() {
    return state;
  }

  @Override
  public void start() {
    runtime
        .startFailure()
        .ifPresent(
            failure -> {
              throw failure;
            });
    synchronized (this) {
      state = new TaskState.Running();
    }
  }

  @Override
  public void kill(int signal) {
    synchronized (this) {
      requireAlive();
      signals.add(signal);
    }
    if (signal == KILL) {
      exit(128 + KILL);
    }
  }

  private void requireAlive() {
    if (state instanceof TaskState.Exited) {
      throw new ConflictException("not running");
    }
  }

  @Override
  public void killAll(int signal) {
    kill(signal);
  }

  @Override
  public synchronized void pause() {
    requireAlive();
    state = new TaskState.Paused();
  }

  @Override
  public synchronized void resume() {
    requireAlive();
    state = new TaskState.Running();
  }

  @Override
  public void resize(TerminalSize size) {}

  @Override
  public synchronized ProcessStreams attach() {
    var attached = new FakeStreams();
    streams.add(attached);
    return attached;
  }

  @Override
  public ExecOutcome exec(ExecSpec wanted) {
    return new ExecOutcome.Failed(127, "no programs here");
  }

  @Override
  public synchronized ExitStatus awaitExit() throws InterruptedException {
    while (true) {
      if (state instanceof TaskState.Exited(var status)) {
        return status;
      }
      wait();
    }
  }

  @Override
  public synchronized Optional<ExitStatus> exitStatus() {
    return state instanceof TaskState.Exited(var status) ? Optional.of(status) : Optional.empty();
  }

  @Override
  public List<Integer> processIds() {
    return List.of(pid);
  }

  @Override
  public ProcessTable top(List<String> psArguments) {
    return new ProcessTable(List.of(), List.of());
  }

  @Override
  public TaskStats stats() {
    return new TaskStats(
        Instant.EPOCH,
        new TaskStats.Cpu(0, 0, 0, List.of(), 0, 1, 0, 0, 0),
        new TaskStats.Memory(0, 0, 0, 0, java.util.Map.of()),
        new TaskStats.Pids(1, 0),
        List.of(),
        List.of(),
        java.util.Map.of());
  }

  @Override
  public void update(Resources resources) {}

  @Override
  public void delete() {
    runtime.deleted(this);
  }
}
