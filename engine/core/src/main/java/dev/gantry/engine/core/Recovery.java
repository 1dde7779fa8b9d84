package dev.gantry.engine.core;

import dev.gantry.engine.network.SandboxId;
import dev.gantry.oci.content.GarbageCollector;
import dev.gantry.platform.lifecycle.TaskScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings records and host together when the daemon starts. Containers that run are adopted first
/// and in parallel; then whatever no record speaks of is removed; what restart policies want
/// comes last, when clients may already be served.
final class Recovery {
  private static final Logger log = LoggerFactory.getLogger(Recovery.class);

  private final Containers containers;
  private final ContainerLife life;
  private final ContainerRootfs rootfs;
  private final ContainerRemoval removal;
  private final Engine.Parts parts;
  private final GarbageCollector garbage;
  private final Workers workers;

  Recovery(
      Containers containers,
      ContainerLife life,
      ContainerRootfs rootfs,
      ContainerRemoval removal,
      Engine.Parts parts,
      GarbageCollector garbage,
      Workers workers) {
    this.containers = containers;
    this.life = life;
    this.rootfs = rootfs;
    this.removal = removal;
    this.parts = parts;
    this.garbage = garbage;
    this.workers = workers;
  }

  void run() throws InterruptedException {
    recoverContainers();
    Set<String> known =
        containers.recorded().stream().map(ContainerId::value).collect(Collectors.toSet());
    parts.runtime().sweep(known);
    parts
        .networks()
        .reconcile(
            containers.all().stream()
                .filter(container -> container.state().isAlive())
                .map(container -> new SandboxId(container.id().value()))
                .collect(Collectors.toSet()));
    // Before anybody can create a volume, whose directory is there before its record.
    parts.volumes().sweep();
    workers.run("sweep leftovers", () -> sweepLeftovers(known));
    for (Container container : containers.all()) {
      workers.run("settle", () -> life.settleAfterBoot(container));
    }
  }

  private void recoverContainers() throws InterruptedException {
    try (var scope = TaskScope.open("recover containers")) {
      for (Container container : containers.all()) {
        scope.fork(
            () -> {
              recover(container);
              return true;
            });
      }
      scope.join();
    }
  }

  /// One container that cannot be recovered must not keep the others from it.
  private void recover(Container container) throws InterruptedException {
    try {
      life.recover(container);
    } catch (RuntimeException e) {
      log.error(
          "container could not be recovered id={} name={}", container.id(), container.name(), e);
    }
  }

  private void sweepLeftovers(Set<String> known) {
    Set<String> leftovers = new HashSet<>(rootfs.keys());
    leftovers.addAll(names(parts.data().resolve("containers")));
    leftovers.addAll(names(parts.volatileData().resolve("containers")));
    leftovers.removeAll(known);
    for (String leftover : leftovers) {
      // A container may have been created since `known` was taken.
      if (leftover.matches("[0-9a-f]{64}") && !containers.owns(new ContainerId(leftover))) {
        log.info("removing what is left of a container id={}", leftover);
        rootfs.unmount(new ContainerId(leftover));
        removal.deleteFiles(new ContainerId(leftover));
      }
    }
    garbage.collect();
  }

  private static Set<String> names(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(entry -> String.valueOf(entry.getFileName())).collect(Collectors.toSet());
    } catch (IOException e) {
      return Set.of();
    }
  }
}
