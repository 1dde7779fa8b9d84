package dev.gantry.engine.core;

import dev.gantry.platform.errors.ConflictException;
import dev.gantry.platform.linux.Signal;
import dev.gantry.platform.store.Durability;

/// Sends a signal to a container's main process and does not wait.
public final class KillContainer {
  private final Containers containers;
  private final ContainerSignals signals;

  KillContainer(Containers containers, ContainerSignals signals) {
    this.containers = containers;
    this.signals = signals;
  }

  /// A signal that is meant to end the container also keeps its restart policy from starting it
  /// again.
  ///
  /// @throws ConflictException when it does not run
  public void run(String reference, String signalName) throws InterruptedException {
    var signal = Signals.parse(signalName);
    var container = containers.get(reference);
    try (var _ = container.lock()) {
      var task =
          signals
              .aliveTask(container)
              .orElseThrow(
                  () ->
                      new ConflictException(
                          "cannot kill container: "
                              + reference
                              + ": container "
                              + container.id()
                              + " is not running"));
      if (signal.equals(Signal.KILL) || signal.equals(Signals.stopSignal(container.spec()))) {
        container.setStopRequested(true);
        if (!container.record().stoppedByHand()) {
          containers.save(container, container.record().withStoppedByHand(true), Durability.SYNCED);
        }
      }
      signals.send(container, task, signal);
    }
  }
}
