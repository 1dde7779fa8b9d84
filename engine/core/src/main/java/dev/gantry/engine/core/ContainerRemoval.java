package dev.gantry.engine.core;

import dev.gantry.engine.volumes.Volumes;
import dev.gantry.oci.content.GarbageCollector;
import dev.gantry.oci.content.ImageStore;
import dev.gantry.oci.spec.ImageId;
import dev.gantry.platform.errors.ConflictException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes a container that no longer runs out of the world. The durable removal of its record is
/// what counts; its files follow, and what a crash leaves of them is swept at the next start.
final class ContainerRemoval {
  private static final Logger log = LoggerFactory.getLogger(ContainerRemoval.class);

  private final Containers containers;
  private final ContainerHost host;
  private final ContainerRootfs rootfs;
  private final Volumes volumes;
  private final ContainerPaths paths;
  private final ContainerEvents events;
  private final Workers workers;
  private final ImageStore images;
  private final GarbageCollector garbage;

  ContainerRemoval(
      Containers containers,
      ContainerHost host,
      ContainerRootfs rootfs,
      Volumes volumes,
      ContainerPaths paths,
      ContainerEvents events,
      Workers workers,
      ImageStore images,
      GarbageCollector garbage) {
    this.containers = containers;
    this.host = host;
    this.rootfs = rootfs;
    this.volumes = volumes;
    this.paths = paths;
    this.events = events;
    this.workers = workers;
    this.images = images;
    this.garbage = garbage;
  }

  /// Removes a container that ended and was started with `--rm`, unless a client is at it already.
  /// The caller holds its lock.
  void removeEnded(Container container) {
    if (container.beginRemoval()) {
      try {
        remove(container, true);
      } catch (RuntimeException e) {
        container.endRemoval();
        container.exits().removalFailed(String.valueOf(e.getMessage()));
        log.error("automatic removal failed id={} name={}", container.id(), container.name(), e);
      }
    }
  }

  /// Removes a container that does not run. The caller holds its lock and has begun the removal.
  void remove(Container container, boolean withAnonymousVolumes) {
    var record = container.record();
    host.releaseNetwork(record);
    containers.remove(container);
    // From here on the container is gone for everybody, also after a crash.
    events.publish(container, "destroy");
    container.streams().abandon(true);
    if (withAnonymousVolumes) {
      // Before those who wait for the removal are told: they may list volumes next.
      removeAnonymousVolumes(record);
    }
    container.exits().removed(record.state().exitCode());
    log.info("container removed id={} name={}", record.id(), record.name());
    var task = container.task();
    workers.run(
        "tidy up " + record.id().shortForm(),
        () -> {
          if (task.isPresent()) {
            task.get().delete();
          }
          host.releaseMounts(record);
          deleteFiles(record.id());
          collectImage(record);
        });
  }

  /// An image that was removed by force had left its layers to its containers.
  private void collectImage(ContainerRecord record) {
    if (images.find(ImageId.parse(record.imageId())).isEmpty()) {
      garbage.collect();
    }
  }

  private void removeAnonymousVolumes(ContainerRecord record) {
    for (MountPoint mount : record.mounts()) {
      if (mount.isVolume() && mount.anonymous()) {
        try {
          volumes.remove(mount.name(), () -> containers.usersOfVolume(mount.name()));
        } catch (ConflictException | dev.gantry.platform.errors.NotFoundException e) {
          log.info("anonymous volume stays name={}: {}", mount.name(), e.getMessage());
        }
      }
    }
  }

  /// Deletes the container's layer and files. Idempotent.
  void deleteFiles(ContainerId id) {
    try {
      rootfs.delete(id);
      deleteTree(paths.directory(id));
      // Plain directories only: whatever is still mounted there must not be walked into.
      Files.deleteIfExists(paths.rootfs(id));
      Files.deleteIfExists(paths.sharedMemory(id));
      Files.deleteIfExists(paths.volatileDirectory(id));
    } catch (IOException e) {
      log.warn("files of a removed container remain id={}", id, e);
    }
  }

  private static void deleteTree(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (NoSuchFileException gone) {
      // That was the aim.
    }
  }
}
