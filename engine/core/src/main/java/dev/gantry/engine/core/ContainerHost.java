package dev.gantry.engine.core;

import dev.gantry.engine.runtime.ContainerRuntime;
import dev.gantry.engine.runtime.LogSpec;
import dev.gantry.engine.runtime.MountSpec;
import dev.gantry.engine.runtime.NamespaceMode;
import dev.gantry.engine.runtime.RuntimeName;
import dev.gantry.engine.runtime.Task;
import dev.gantry.platform.lifecycle.TaskScope;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes a container real on this host and takes it apart again: root file system, network,
/// mounts, processes. Knows the parts; [ContainerLife] knows the order of events.
///
/// What does not depend on each other is done side by side. The network is connected while the
/// runtime makes the processes, which is the longest part; the program runs only once all is
/// there.
final class ContainerHost {
  private static final Logger log = LoggerFactory.getLogger(ContainerHost.class);

  private final ContainerRuntime runtime;
  private final ContainerRootfs rootfs;
  private final ContainerNetwork network;
  private final ContainerMounts mounts;
  private final ContainerPaths paths;
  private final RuntimeName defaultRuntime;
  private final NeighbourNamespaces neighbours;

  ContainerHost(
      ContainerRuntime runtime,
      ContainerRootfs rootfs,
      ContainerNetwork network,
      ContainerMounts mounts,
      ContainerPaths paths,
      RuntimeName defaultRuntime,
      NeighbourNamespaces neighbours) {
    this.runtime = runtime;
    this.rootfs = rootfs;
    this.network = network;
    this.mounts = mounts;
    this.paths = paths;
    this.defaultRuntime = defaultRuntime;
    this.neighbours = neighbours;
  }

  /// Brings the container up and lets its program run. On failure nothing of it is left.
  ///
  /// @param meanwhile something that must be done before the program runs, and may be done while
  ///     the processes are being made
  /// @param beforeRun sees the task when all is set up and the program does not run yet
  Task launch(ContainerRecord record, Runnable meanwhile, Consumer<Task> beforeRun)
      throws InterruptedException {
    Optional<Task> made = Optional.empty();
    boolean complete = false;
    try {
      var networkMode = network.createSandbox(record);
      network.writeFiles(record);
      Task task;
      try (var scope = TaskScope.open("start " + record.name())) {
        scope.fork(
            () -> {
              network.connect(record);
              return true;
            });
        scope.fork(
            () -> {
              meanwhile.run();
              return true;
            });
        task = createTask(record, networkMode);
        made = Optional.of(task);
        scope.join();
      }
      beforeRun.accept(task);
      task.start();
      complete = true;
      return task;
    } finally {
      if (!complete) {
        undo(record, made);
      }
    }
  }

  /// Takes apart what was made, also when the client that wanted it has left.
  private void undo(ContainerRecord record, Optional<Task> made) {
    boolean interrupted = Thread.interrupted();
    made.ifPresent(task -> quietly("delete task", record, task::delete));
    releaseNetwork(record);
    releaseMounts(record);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private Task createTask(ContainerRecord record, NamespaceMode networkMode)
      throws InterruptedException {
    var isolation = record.spec().isolation();
    Path root = rootfs.mount(record);
    rootfs.repairMountPlaces(record);
    var user = rootfs.identify(record, record.spec().process().user());
    List<MountSpec> all = new ArrayList<>(network.fileMounts(record));
    all.addAll(mounts.prepare(record, root));
    neighbours.sharedMemory(record).ifPresent(all::add);
    var spec =
        TaskSpecs.of(
            record,
            defaultRuntime,
            new TaskSpecs.Surroundings(
                root,
                user.ids(),
                user.home(),
                neighbours.hostname(record),
                TaskSpecs.namespaces(
                    isolation,
                    networkMode,
                    neighbours.pid(isolation),
                    neighbours.ipc(record.spec()),
                    neighbours.uts(record.spec())),
                innermostLast(all),
                networkMode instanceof NamespaceMode.Host || record.spec().sandbox().isPresent(),
                log(record)));
    return runtime.create(spec);
  }

  /// A mount below another one must come after it. A later mount at the same place wins, so what
  /// users mount over the engine's own files counts.
  private static List<MountSpec> innermostLast(List<MountSpec> mounts) {
    List<MountSpec> sorted = new ArrayList<>();
    for (MountSpec mount : mounts) {
      sorted.removeIf(other -> other.destination().equals(mount.destination()));
      sorted.add(mount);
    }
    sorted.sort(Comparator.comparingLong(mount -> depth(mount.destination())));
    return sorted;
  }

  private static long depth(String path) {
    return path.chars().filter(c -> c == '/').count();
  }

  /// Where the container's output goes.
  LogSpec log(ContainerRecord record) {
    var settings = record.spec().log();
    if (settings.keepsNothing()) {
      return LogSpec.NONE;
    }
    var options = LogOptions.of(settings);
    return new LogSpec.File(paths.log(record.id()), options.maxBytes(), options.maxFiles());
  }

  /// Takes over what an earlier daemon has mounted for a container that runs.
  void adopt(ContainerRecord record) {
    rootfs.adopt(record.id());
  }

  /// Gives addresses and ports back. Never fails: what is left is found by the next reconcile.
  void releaseNetwork(ContainerRecord record) {
    quietly("release network", record, () -> network.release(record));
  }

  /// Unmounts what the container had mounted on the host. Never fails.
  void releaseMounts(ContainerRecord record) {
    quietly("unmount shared memory", record, () -> neighbours.release(record));
    quietly("unmount rootfs", record, () -> rootfs.unmount(record.id()));
  }

  private static void quietly(String what, ContainerRecord record, Step action) {
    try {
      action.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      log.warn("{} failed id={} name={}", what, record.id(), record.name(), e);
    }
  }

  /// One step of taking apart.
  @FunctionalInterface
  private interface Step {
    void run() throws InterruptedException;
  }
}
