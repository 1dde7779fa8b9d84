package dev.gantry.engine.core;

import dev.gantry.engine.runtime.ProcessTable;
import dev.gantry.engine.runtime.Task;
import dev.gantry.engine.runtime.TaskStats;
import dev.gantry.engine.runtime.TerminalSize;
import dev.gantry.platform.errors.ConflictException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Looks into a running container: its processes, what it uses; and tells it the size of its
/// terminal.
public final class ObserveContainer {
  private final Containers containers;
  private final ContainerEvents events;

  ObserveContainer(Containers containers, ContainerEvents events) {
    this.containers = containers;
    this.events = events;
  }

  /// The processes as `ps` shows them.
  ///
  /// @throws ConflictException when it does not run
  public ProcessTable top(String reference, List<String> psArguments) throws InterruptedException {
    var container = containers.get(reference);
    var table = running(container).top(psArguments);
    events.publish(container, "top");
    return table;
  }

  /// The kernel's counters; empty when it does not run.
  public Optional<TaskStats> stats(String reference) {
    var container = containers.get(reference);
    if (!container.state().isAlive()) {
      return Optional.empty();
    }
    try {
      return container.task().map(Task::stats);
    } catch (ConflictException ended) {
      return Optional.empty();
    }
  }

  /// Whom a reference means.
  public ContainerRecord record(String reference) {
    return containers.get(reference).record();
  }

  /// Sets the size of the terminal.
  ///
  /// @throws ConflictException when it does not run
  public void resize(String reference, TerminalSize size) {
    var container = containers.get(reference);
    running(container).resize(size);
    events.publish(
        container,
        "resize",
        Map.of(
            "height", String.valueOf(size.rows()),
            "width", String.valueOf(size.columns())));
  }

  private static Task running(Container container) {
    return container
        .task()
        .filter(_ -> container.state().isAlive())
        .orElseThrow(
            () -> new ConflictException("container " + container.id() + " is not running"));
  }
}
