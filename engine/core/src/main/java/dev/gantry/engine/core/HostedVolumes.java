package dev.gantry.engine.core;

import dev.gantry.engine.volumes.Volume;
import dev.gantry.engine.volumes.Volumes;
import dev.gantry.platform.errors.ConflictException;
import dev.gantry.platform.errors.NotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The volumes as clients manage them: with who uses them, and with events.
public final class HostedVolumes {
  private final Volumes volumes;
  private final Containers containers;
  private final EngineEvents events;

  HostedVolumes(Volumes volumes, Containers containers, EngineEvents events) {
    this.volumes = volumes;
    this.containers = containers;
    this.events = events;
  }

  /// Makes a volume, or returns the one of that name.
  ///
  /// @param name empty for a volume nobody names
  public Volume create(String name, Map<String, String> labels, Map<String, String> options) {
    boolean existed = !name.isEmpty() && volumes.find(name).isPresent();
    var volume =
        name.isEmpty()
            ? volumes.createAnonymous(labels, options)
            : volumes.create(name, labels, options);
    if (!existed) {
      publish(volume.name(), "create");
    }
    return volume;
  }

  public Volume get(String name) {
    return volumes.get(name);
  }

  /// Lists volumes by name.
  ///
  /// @param filters `dangling`, `driver`, `label`, `name`
  public List<Volume> list(Filters filters) {
    var dangling = filters.truth("dangling");
    return volumes.list().stream()
        .filter(volume -> filters.any("name", volume.name()::contains))
        .filter(_ -> filters.any("driver", Volume.DRIVER::equals))
        .filter(volume -> filters.labels("label", volume.labels()))
        .filter(volume -> dangling.isEmpty() || dangling.get() == isUnused(volume))
        .toList();
  }

  /// Removes a volume that no container mounts.
  ///
  /// @param force a volume that does not exist is no failure
  public void remove(String name, boolean force) {
    try {
      volumes.remove(name, () -> containers.usersOfVolume(name));
    } catch (NotFoundException absent) {
      if (!force) {
        throw absent;
      }
      return;
    }
    publish(name, "destroy");
  }

  /// What is gone.
  public record Pruned(List<String> names, long bytes) {}

  /// Removes volumes that no container mounts.
  ///
  /// @param all also those that somebody named
  public Pruned prune(Filters filters, boolean all) {
    List<String> removed = new ArrayList<>();
    long bytes = 0;
    for (Volume volume : volumes.list()) {
      boolean wanted =
          (all || volume.anonymous())
              && isUnused(volume)
              && filters.labels("label", volume.labels())
              && filters.noneOfLabels("label!", volume.labels());
      if (wanted) {
        long size = size(volume);
        try {
          remove(volume.name(), true);
          removed.add(volume.name());
          bytes += size;
        } catch (ConflictException usedMeanwhile) {
          // Then it is not to be pruned.
        }
      }
    }
    events.publish("volume", "prune", "", Map.of("reclaimed", String.valueOf(bytes)));
    return new Pruned(removed, bytes);
  }

  /// How many containers mount it.
  public int references(Volume volume) {
    return containers.usersOfVolume(volume.name()).size();
  }

  /// Bytes of its files; walks them.
  public long size(Volume volume) {
    try (Stream<Path> files = Files.walk(volume.data())) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException | java.io.UncheckedIOException changing) {
      return 0; // Its containers are at work in it; sizes are a snapshot anyway.
    }
  }

  private boolean isUnused(Volume volume) {
    return containers.usersOfVolume(volume.name()).isEmpty();
  }

  private void publish(String name, String action) {
    events.publish("volume", action, name, Map.of("driver", Volume.DRIVER));
  }
}
