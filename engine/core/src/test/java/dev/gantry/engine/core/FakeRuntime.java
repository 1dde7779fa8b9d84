package dev.gantry.engine.core;

import dev.gantry.engine.runtime.ContainerRuntime;
import dev.gantry.engine.runtime.LogEntry;
import dev.gantry.engine.runtime.LogQuery;
import dev.gantry.engine.runtime.LogSpec;
import dev.gantry.engine.runtime.LogStream;
import dev.gantry.engine.runtime.RuntimeInfo;
import dev.gantry.engine.runtime.Task;
import dev.gantry.engine.runtime.TaskSpec;
import dev.gantry.platform.errors.AlreadyExistsException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A runtime whose tasks are [FakeTask]s. It outlives the engine above it, as processes do.
final class FakeRuntime implements ContainerRuntime {
  private static final int FIRST_PID = 1000;

  final InstantSource clock;
  private final Map<String, FakeTask> tasks = new ConcurrentHashMap<>();
  private final List<FakeTask> made = new ArrayList<>(); // guarded by itself
  private volatile Optional<RuntimeException> createFailure = Optional.empty();
  private volatile Optional<RuntimeException> startFailure = Optional.empty();

  FakeRuntime(InstantSource clock) {
    this.clock = clock;
  }

  /// From now on nothing can be created.
  void failCreation(RuntimeException failure) {
    createFailure = Optional.of(failure);
  }

  /// From now on everything can be created and nothing started.
  void failStart(RuntimeException failure) {
    startFailure = Optional.of(failure);
  }

  Optional<RuntimeException> startFailure() {
    return startFailure;
  }

  /// All tasks there ever were, the oldest first.
  List<FakeTask> made() {
    synchronized (made) {
      return List.copyOf(made);
    }
  }

  FakeTask last() {
    return made().getLast();
  }

  /// The tasks with traces on disk.
  Set<String> present() {
    return Set.copyOf(tasks.keySet());
  }

  void deleted(FakeTask task) {
    tasks.remove(task.id(), task);
  }

  /// What a power cut does.
  void forgetAll() {
    tasks.clear();
  }

  @Override
  public Task create(TaskSpec spec) {
    createFailure.ifPresent(
        failure -> {
          throw failure;
        });
    synchronized (made) {
      var task = new FakeTask(this, spec, FIRST_PID + made.size());
      if (tasks.putIfAbsent(spec.id(), task) != null) {
        throw new AlreadyExistsException("task " + spec.id() + " exists");
      }
      made.add(task);
      return task;
    }
  }

  @Override
  public Optional<Task> adopt(String id) {
    return Optional.ofNullable(tasks.get(id));
  }

  @Override
  public void sweep(Set<String> known) {
    tasks.keySet().retainAll(known);
  }

  @Override
  public LogStream logs(String id, LogSpec.File log, LogQuery query) {
    return new LogStream() {
      @Override
      public Optional<LogEntry> next() {
        return Optional.empty();
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public RuntimeInfo info() {
    return new RuntimeInfo(Map.of(), true, true, List.of());
  }

  @Override
  public void close() {}
}
