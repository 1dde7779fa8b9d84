package dev.gantry.engine.core;

import java.util.Map;

/// Gives a container another name.
public final class RenameContainer {
  private final Containers containers;
  private final ContainerEvents events;

  RenameContainer(Containers containers, ContainerEvents events) {
    this.containers = containers;
    this.events = events;
  }

  /// Renames it, durably.
  ///
  /// @throws dev.gantry.platform.errors.ConflictException when the name is taken
  public void run(String reference, String name) throws InterruptedException {
    var container = containers.get(reference);
    String old;
    try (var _ = container.lock()) {
      old = container.name();
      containers.rename(container, name);
    }
    events.publish(container, "rename", Map.of("oldName", "/" + old));
  }
}
