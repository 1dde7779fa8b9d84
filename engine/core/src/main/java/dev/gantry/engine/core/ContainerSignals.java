package dev.gantry.engine.core;

import dev.gantry.engine.runtime.Task;
import dev.gantry.platform.errors.ConflictException;
import dev.gantry.platform.errors.InternalException;
import dev.gantry.platform.linux.Signal;
import dev.gantry.platform.store.Durability;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Sends signals to running containers and sees to their end.
final class ContainerSignals {
  /// How long a SIGKILL may take before we say that it did not work.
  private static final Duration KILL_PATIENCE = Duration.ofSeconds(10);

  private final Containers containers;
  private final ContainerEvents events;

  ContainerSignals(Containers containers, ContainerEvents events) {
    this.containers = containers;
    this.events = events;
  }

  /// Notes durably that a client wants this container to rest. False when it does already.
  boolean requestStop(Container container, ContainerLife life) throws InterruptedException {
    try (var _ = container.lock()) {
      if (container.state() instanceof ContainerState.Restarting) {
        life.cancelRestart(container);
        noteStop(container);
        return true;
      }
      if (!container.state().isAlive()) {
        return false;
      }
      noteStop(container);
      return true;
    }
  }

  private void noteStop(Container container) {
    container.setStopRequested(true);
    if (!container.record().stoppedByHand()) {
      containers.save(container, container.record().withStoppedByHand(true), Durability.SYNCED);
    }
  }

  /// Sends `signal`, then SIGKILL after `seconds`, and waits for the end. A frozen container is
  /// thawed for SIGKILL.
  void endWithin(Container container, Signal signal, int seconds) throws InterruptedException {
    // Taken before the look at the task: an end between the two must count as one.
    long point = container.exits().now();
    var task = aliveTask(container);
    if (task.isEmpty()) {
      return;
    }
    if (!signal.equals(Signal.KILL)) {
      send(container, task.get(), signal);
      Optional<Duration> patience =
          seconds < 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
      if (container.exits().awaitExitAfter(point, patience)) {
        return;
      }
    }
    killNow(container, task.get(), point);
  }

  private void killNow(Container container, Task task, long point) throws InterruptedException {
    send(container, task, Signal.KILL);
    if (!container.exits().awaitExitAfter(point, Optional.of(KILL_PATIENCE))) {
      throw new InternalException(
          "tried to kill container, but did not receive an exit event: " + container.id());
    }
  }

  /// Sends one signal as `docker kill` does. The lock keeps the end it causes from being told of
  /// before the signal is.
  void send(Container container, Task task, Signal signal) throws InterruptedException {
    try (var _ = container.lock()) {
      sendLocked(container, task, signal);
    }
  }

  private void sendLocked(Container container, Task task, Signal signal) {
    try {
      task.kill(signal.number());
    } catch (ConflictException ended) {
      return; // It ended by itself meanwhile, which is as good.
    }
    events.publish(container, "kill", Map.of("signal", String.valueOf(signal.number())));
    if (signal.equals(Signal.KILL)) {
      thaw(container, task);
    }
  }

  /// A frozen process gets SIGKILL only when it is thawed.
  private static void thaw(Container container, Task task) {
    if (container.state() instanceof ContainerState.Paused) {
      try {
        task.resume();
      } catch (ConflictException notPaused) {
        // It is running or dead, so the signal has reached it.
      }
    }
  }

  Optional<Task> aliveTask(Container container) {
    return container.state().isAlive() ? container.task() : Optional.empty();
  }
}
