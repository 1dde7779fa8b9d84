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
///
/// After records were lost, what has none is kept: it may be somebody's only copy.
final class Recovery {
  private static final Logger log = LoggerFactory.getLogger(Recovery.class);

  private final Containers containers;
  private final ContainerLife life;
  private final ContainerRootfs rootfs;
  private final ContainerRemoval removal;
  private final Engine.Parts parts;
  private final Sandboxes sandboxes;
  private final GarbageCollector garbage;
  private final Workers workers;
  private final boolean recordsComplete;

  Recovery(
      Containers containers,
      ContainerLife life,
      ContainerRootfs rootfs,
      ContainerRemoval removal,
      Engine.Parts parts,
      Sandboxes sandboxes,
      GarbageCollector garbage,
      Workers workers,
      boolean recordsComplete) {
    this.containers = containers;
    this.life = life;
    this.rootfs = rootfs;
    this.removal = removal;
    this.parts = parts;
    this.sandboxes = sandboxes;
    this.garbage = garbage;
    this.workers = workers;
    this.recordsComplete = recordsComplete;
  }

  void run() throws InterruptedException {
    sandboxes.recover();
    recoverContainers();
    Set<String> known =
        containers.recorded().stream().map(ContainerId::value).collect(Collectors.toSet());
    if (recordsComplete) {
      parts.runtime().sweep(known);
      parts.networks().reconcile(aliveSandboxes());
      // Before anybody can create a volume, whose directory is there before its record.
      parts.volumes().sweep();
      workers.run("sweep leftovers", () -> sweepLeftovers(known));
    } else {
      log.error("records were lost: until that is put right, what has no record is kept");
      Set<SandboxId> live = aliveSandboxes();
      names(parts.volatileData().resolve("containers")).stream()
          .filter(name -> isId(name) && !known.contains(name))
          .forEach(name -> live.add(new SandboxId(name)));
      parts.networks().reconcile(live);
    }
    for (Container container : containers.all()) {
      workers.run("settle", () -> life.settleAfterBoot(container));
    }
  }

  private Set<SandboxId> aliveSandboxes() {
    Set<SandboxId> alive = new HashSet<>(sandboxes.networkIds());
    containers.all().stream()
        .filter(container -> container.state().isAlive())
        .forEach(container -> alive.add(new SandboxId(container.id().value())));
    return alive;
  }

  private static boolean isId(String name) {
    return name.matches("[0-9a-f]{64}");
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
      if (isId(leftover) && !containers.owns(new ContainerId(leftover))) {
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
