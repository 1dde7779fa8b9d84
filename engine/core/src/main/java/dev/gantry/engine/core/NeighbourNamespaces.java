package dev.gantry.engine.core;

import dev.gantry.engine.runtime.MountSpec;
import dev.gantry.engine.runtime.NamespaceMode;
import dev.gantry.engine.runtime.Task;
import dev.gantry.engine.runtime.TaskSpec;
import dev.gantry.platform.errors.ConflictException;
import dev.gantry.platform.errors.InternalException;
import dev.gantry.platform.errors.NotImplementedException;
import dev.gantry.platform.linux.Errno;
import dev.gantry.platform.linux.ErrnoException;
import dev.gantry.platform.linux.MountFlag;
import dev.gantry.platform.linux.Mounts;
import dev.gantry.platform.linux.UnmountFlag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;

/// Namespaces that containers share with each other: `--network`, `--pid` and `--ipc` with
/// `container:NAME`, and the /dev/shm of a container that offers to share its own.
final class NeighbourNamespaces {
  private static final String CONTAINER = "container:";

  /// A kind of namespace: its file in /proc/PID/ns, and docker's word for it.
  private enum Kind {
    NETWORK("net", "network"),
    PID("pid", "PID"),
    IPC("ipc", "IPC");

    private final String file;
    private final String word;

    Kind(String file, String word) {
      this.file = file;
      this.word = word;
    }
  }

  private final Containers containers;
  private final ContainerPaths paths;
  private final Mounts mounts;
  private final Sandboxes sandboxes;

  NeighbourNamespaces(
      Containers containers, ContainerPaths paths, Mounts mounts, Sandboxes sandboxes) {
    this.containers = containers;
    this.paths = paths;
    this.mounts = mounts;
    this.sandboxes = sandboxes;
  }

  NamespaceMode network(String reference) {
    return joined(reference, Kind.NETWORK);
  }

  /// The container whose network files a sharing container gets.
  ContainerId networkOwner(String reference) {
    return containers.get(reference).id();
  }

  /// The container's name as a host: in a shared network that of its owner.
  String hostname(ContainerRecord record) {
    var network = record.spec().network();
    return network.mode().startsWith(CONTAINER)
        ? containers.get(name(network.mode())).spec().network().hostname()
        : network.hostname();
  }

  NamespaceMode pid(IsolationSettings isolation) {
    return mode(isolation.pidMode(), Kind.PID);
  }

  NamespaceMode uts(ContainerSpec spec) {
    if (spec.sandbox().isPresent()) {
      return sandboxes.place(spec.sandbox().get()).uts();
    }
    return spec.isolation().utsMode().equals("host") ? NamespaceMode.HOST : NamespaceMode.PRIVATE;
  }

  NamespaceMode ipc(ContainerSpec spec) {
    if (spec.sandbox().isPresent()) {
      return sandboxes.place(spec.sandbox().get()).ipc();
    }
    String mode = spec.isolation().ipcMode();
    if (mode.equals("none")) {
      throw new NotImplementedException("IPC mode none is not supported: use private");
    }
    if (mode.startsWith(CONTAINER) && !shares(containers.get(name(mode)).record())) {
      throw new ConflictException(
          "cannot join IPC of container "
              + name(mode)
              + ": it was not started with --ipc shareable");
    }
    return mode(mode, Kind.IPC);
  }

  private NamespaceMode mode(String mode, Kind kind) {
    if (mode.equals("host")) {
      return NamespaceMode.HOST;
    }
    return mode.startsWith(CONTAINER) ? joined(name(mode), kind) : NamespaceMode.PRIVATE;
  }

  private NamespaceMode joined(String reference, Kind kind) {
    var container = containers.get(reference);
    int pid =
        container
            .task()
            .filter(_ -> container.state().isAlive())
            .map(Task::pid)
            .orElseThrow(
                () ->
                    new ConflictException(
                        "cannot join "
                            + kind.word
                            + " of a non running container: "
                            + container.id()));
    return new NamespaceMode.Joined(Path.of("/proc/" + pid + "/ns/" + kind.file));
  }

  /// The /dev/shm of a container that shares one, its own or a neighbour's.
  Optional<MountSpec> sharedMemory(ContainerRecord record) {
    String mode = record.spec().isolation().ipcMode();
    if (mode.startsWith(CONTAINER)) {
      return Optional.of(
          MountSpec.Bind.readWrite(
              paths.sharedMemory(containers.get(name(mode)).id()), "/dev/shm"));
    }
    if (!shares(record)) {
      return Optional.empty();
    }
    Path directory = paths.sharedMemory(record.id());
    long wanted = record.spec().storage().shmSize();
    try {
      Files.createDirectories(directory);
      mounts.mount(
          "shm",
          directory,
          "tmpfs",
          EnumSet.of(MountFlag.NO_SET_UID, MountFlag.NO_DEVICES, MountFlag.NO_EXECUTE),
          "mode=1777,size=" + (wanted > 0 ? wanted : TaskSpec.DEFAULT_SHM_BYTES));
    } catch (IOException e) {
      throw new InternalException("mount /dev/shm of " + record.id() + ": " + e.getMessage(), e);
    }
    return Optional.of(MountSpec.Bind.readWrite(directory, "/dev/shm"));
  }

  void release(ContainerRecord record) {
    if (!shares(record)) {
      return;
    }
    Path directory = paths.sharedMemory(record.id());
    try {
      if (Files.isDirectory(directory)) {
        mounts.unmount(directory, UnmountFlag.DETACH);
      }
    } catch (ErrnoException e) {
      if (!e.is(Errno.EINVAL)) { // EINVAL: it is not mounted
        throw new InternalException("unmount " + directory + ": " + e.getMessage(), e);
      }
    }
  }

  private static boolean shares(ContainerRecord record) {
    return record.spec().isolation().ipcMode().equals("shareable");
  }

  private static String name(String mode) {
    return mode.substring(CONTAINER.length());
  }
}
