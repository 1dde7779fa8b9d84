package dev.gantry.engine.core;

import dev.gantry.engine.runtime.Task;
import dev.gantry.platform.errors.ConflictException;
import dev.gantry.platform.store.Durability;

/// Freezes a container's processes, and thaws them.
public final class PauseContainer {
  private final Containers containers;
  private final ContainerEvents events;

  PauseContainer(Containers containers, ContainerEvents events) {
    this.containers = containers;
    this.events = events;
  }

  public void pause(String reference) throws InterruptedException {
    var container = containers.get(reference);
    try (var _ = container.lock()) {
      switch (container.state()) {
        case ContainerState.Running(int pid, var started, var finished) -> {
          task(container).pause();
          containers.save(
              container,
              container.record().withState(new ContainerState.Paused(pid, started, finished)),
              Durability.LAZY);
        }
        case ContainerState.Paused _ ->
            throw new ConflictException("container " + container.id() + " is already paused");
        case ContainerState.Restarting _ ->
            throw new ConflictException(
                "Container "
                    + container.id()
                    + " is restarting, wait until the container is running");
        case ContainerState.Created _, ContainerState.Exited _, ContainerState.Dead _ ->
            throw new ConflictException("container " + container.id() + " is not running");
      }
    }
    events.publish(container, "pause");
  }

  public void unpause(String reference) throws InterruptedException {
    var container = containers.get(reference);
    try (var _ = container.lock()) {
      if (!(container.state() instanceof ContainerState.Paused(int pid, var started, var last))) {
        throw new ConflictException("Container " + container.id() + " is not paused");
      }
      task(container).resume();
      containers.save(
          container,
          container.record().withState(new ContainerState.Running(pid, started, last)),
          Durability.LAZY);
    }
    events.publish(container, "unpause");
  }

  private static Task task(Container container) {
    return container
        .task()
        .orElseThrow(
            () -> new ConflictException("container " + container.id() + " is not running"));
  }
}
