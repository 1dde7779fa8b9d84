package dev.gantry.engine.core;

import dev.gantry.platform.errors.ConflictException;
import dev.gantry.platform.linux.Signal;

/// Removes a container for good.
public final class RemoveContainer {
  private final Containers containers;
  private final ContainerLife life;
  private final ContainerSignals signals;
  private final ContainerRemoval removal;

  RemoveContainer(
      Containers containers,
      ContainerLife life,
      ContainerSignals signals,
      ContainerRemoval removal) {
    this.containers = containers;
    this.life = life;
    this.signals = signals;
    this.removal = removal;
  }

  /// Removes a container and its files.
  ///
  /// @param force kill it first if it runs
  /// @param withVolumes remove its anonymous volumes too
  /// @throws ConflictException when it runs and force is not given, or somebody else removes it
  public void run(String reference, boolean force, boolean withVolumes)
      throws InterruptedException {
    remove(containers.get(reference), force, withVolumes);
  }

  void remove(Container container, boolean force, boolean withVolumes) throws InterruptedException {
    if (!container.beginRemoval()) {
      throw new ConflictException(
          "removal of container " + container.id() + " is already in progress");
    }
    boolean removed = false;
    try {
      if (!force) {
        requireAtRest(container);
      } else if (signals.requestStop(container, life)) {
        signals.endWithin(container, Signal.KILL, 0);
      }
      try (var _ = container.lock()) {
        if (container.gone()) {
          return;
        }
        requireAtRest(container);
        removal.remove(container, withVolumes);
        removed = true;
      }
    } finally {
      if (!removed) {
        container.endRemoval();
      }
    }
  }

  private static void requireAtRest(Container container) {
    String name = "cannot remove container \"/" + container.name() + "\": container is ";
    switch (container.state()) {
      case ContainerState.Paused _ ->
          throw new ConflictException(name + "paused and must be unpaused first");
      case ContainerState.Running _, ContainerState.Restarting _ ->
          throw new ConflictException(
              name
                  + container.state().status()
                  + ": stop the container before removing or force remove");
      case ContainerState.Created _, ContainerState.Exited _, ContainerState.Dead _ -> {}
    }
  }
}
