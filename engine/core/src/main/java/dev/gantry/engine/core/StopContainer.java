package dev.gantry.engine.core;

import dev.gantry.platform.linux.Signal;
import java.util.Map;
import java.util.Optional;

/// Stops a container: its stop signal first, SIGKILL when it does not end in time.
public final class StopContainer {
  private final Containers containers;
  private final ContainerLife life;
  private final ContainerSignals signals;
  private final ContainerEvents events;

  StopContainer(
      Containers containers, ContainerLife life, ContainerSignals signals, ContainerEvents events) {
    this.containers = containers;
    this.life = life;
    this.signals = signals;
    this.events = events;
  }

  /// What came of it.
  public enum Outcome {
    STOPPED,
    WAS_NOT_RUNNING
  }

  /// Returns once it has ended. No restart policy starts it again before the daemon does.
  ///
  /// @param timeout seconds to wait for a good end; -1 for ever; absent for the container's own
  /// @param signal absent for the container's own stop signal
  public Outcome run(String reference, Optional<Integer> timeout, Optional<String> signal)
      throws InterruptedException {
    var wanted = signal.map(Signals::parse);
    return stop(containers.get(reference), timeout, wanted);
  }

  Outcome stop(Container container, Optional<Integer> timeout, Optional<Signal> wanted)
      throws InterruptedException {
    if (!signals.requestStop(container, life)) {
      return Outcome.WAS_NOT_RUNNING;
    }
    int seconds =
        timeout
            .or(() -> container.spec().process().stopTimeout())
            .orElse(ProcessSettings.DEFAULT_STOP_TIMEOUT);
    var signal = wanted.orElseGet(() -> Signals.stopSignal(container.spec()));
    signals.endWithin(container, signal, seconds);
    events.publish(container, "stop", Map.of());
    return Outcome.STOPPED;
  }
}
