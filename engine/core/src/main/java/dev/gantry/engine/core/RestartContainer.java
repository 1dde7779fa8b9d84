package dev.gantry.engine.core;

import java.util.Optional;

/// Stops a container, if it runs, and starts it.
public final class RestartContainer {
  private final Containers containers;
  private final StopContainer stop;
  private final ContainerLife life;
  private final ContainerEvents events;

  RestartContainer(
      Containers containers, StopContainer stop, ContainerLife life, ContainerEvents events) {
    this.containers = containers;
    this.stop = stop;
    this.life = life;
    this.events = events;
  }

  /// The parameters are those of [StopContainer#run]. Returns once the program runs again.
  public void run(String reference, Optional<Integer> timeout, Optional<String> signal)
      throws InterruptedException {
    var container = containers.get(reference);
    var parsed = signal.map(Signals::parse);
    boolean keep = container.spec().autoRemove();
    container.setRemovalSuspended(keep);
    try {
      stop.stop(container, timeout, parsed);
      life.start(container);
    } finally {
      container.setRemovalSuspended(false);
    }
    events.publish(container, "restart");
  }
}
