package dev.gantry.engine.core;

import dev.gantry.platform.errors.ConflictException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Removes all containers that do not run.
public final class PruneContainers {
  private final Containers containers;
  private final RemoveContainer remove;
  private final ContainerRootfs rootfs;
  private final EngineEvents events;
  private final InstantSource clock;

  PruneContainers(
      Containers containers,
      RemoveContainer remove,
      ContainerRootfs rootfs,
      EngineEvents events,
      InstantSource clock) {
    this.containers = containers;
    this.remove = remove;
    this.rootfs = rootfs;
    this.events = events;
    this.clock = clock;
  }

  /// What is gone.
  public record Pruned(List<ContainerId> containers, long bytes) {}

  /// Removes those the filters let through.
  ///
  /// @param filters `until`, `label`, `label!`
  public Pruned run(Filters filters) throws InterruptedException {
    filters.accept(Set.of("until", "label", "label!"));
    var until = filters.moment("until", clock.instant());
    List<ContainerId> removed = new ArrayList<>();
    long bytes = 0;
    for (Container container : containers.newestFirst()) {
      var record = container.record();
      boolean wanted =
          !record.state().isAlive()
              && !(record.state() instanceof ContainerState.Restarting)
              && until.map(limit -> record.created().isBefore(limit)).orElse(true)
              && filters.labels("label", record.spec().labels())
              && filters.noneOfLabels("label!", record.spec().labels());
      if (!wanted) {
        continue;
      }
      long size = rootfs.usage(record.id());
      try {
        remove.remove(container, false, false);
        removed.add(record.id());
        bytes += size;
      } catch (ConflictException startedMeanwhile) {
        // Then it is not to be pruned.
      }
    }
    events.publish("container", "prune", "", java.util.Map.of("reclaimed", String.valueOf(bytes)));
    return new Pruned(removed, bytes);
  }
}
