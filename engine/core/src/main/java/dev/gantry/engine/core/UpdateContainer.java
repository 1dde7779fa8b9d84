package dev.gantry.engine.core;

import dev.gantry.platform.errors.ConflictException;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.store.Durability;
import java.util.List;
import java.util.Optional;

/// Changes a container's limits or restart policy, at once if it runs.
public final class UpdateContainer {
  private final Containers containers;
  private final ContainerEvents events;

  UpdateContainer(Containers containers, ContainerEvents events) {
    this.containers = containers;
    this.events = events;
  }

  /// Changes what is given and keeps the rest.
  ///
  /// @param changes limits to set; zeros and empty values stay as they are
  /// @return warnings
  public List<String> run(
      String reference, ResourceLimits changes, Optional<RestartPolicy> restartPolicy)
      throws InterruptedException {
    var container = containers.get(reference);
    try (var _ = container.lock()) {
      if (container.removalInProgress() || container.gone()) {
        throw new ConflictException(
            "Cannot update container "
                + container.id()
                + ": Container is marked for removal and cannot be \"update\".");
      }
      var spec = container.spec();
      if (spec.autoRemove()
          && restartPolicy.filter(policy -> !policy.equals(RestartPolicy.NO)).isPresent()) {
        throw new InvalidArgumentException(
            "Restart policy cannot be updated because AutoRemove is enabled for the container");
      }
      var limits = LimitChanges.merge(spec.limits(), changes);
      SpecRules.limits(limits);
      var changed = spec.withLimits(limits);
      if (restartPolicy.isPresent()) {
        changed = changed.withRestartPolicy(restartPolicy.get());
      }
      if (container.state().isAlive() && container.task().isPresent()) {
        container.task().get().update(TaskResources.of(limits));
      }
      containers.save(container, container.record().withSpec(changed), Durability.SYNCED);
    }
    events.publish(container, "update");
    return List.of();
  }
}
