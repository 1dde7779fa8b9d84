package dev.gantry.engine.runtime;

import dev.gantry.platform.errors.InvalidArgumentException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything needed to run a container: it is complete, in kernel terms, and knows nothing of
/// images, networks or the Docker API.
///
/// @param id the container's id: 1 to 64 characters of `[a-zA-Z0-9_.-]`
/// @param rootfs the root filesystem, mounted and ready
/// @param stdin what the first process reads from
/// @param hostname empty: the host's, which a task in the host's UTS namespace has anyway
/// @param shmBytes size of the `/dev/shm` that a task gets unless it shares the host's IPC
///     namespace or brings a mount for it
/// @param cgroupParent the cgroup below which the task's own is made; empty: the runtime's
/// @param init whether a small init reaps zombies and forwards signals as pid 1
public record TaskSpec(
    String id,
    RuntimeName runtime,
    Path rootfs,
    boolean readonlyRootfs,
    ProcessSpec process,
    StdinMode stdin,
    boolean init,
    String hostname,
    String domainname,
    NamespaceSpec namespaces,
    List<MountSpec> mounts,
    long shmBytes,
    Resources resources,
    SecuritySpec security,
    Map<String, String> sysctls,
    Map<String, String> annotations,
    Optional<String> cgroupParent,
    LogSpec log) {

  public TaskSpec {
    if (!id.matches("[a-zA-Z0-9][a-zA-Z0-9_.-]{0,63}")) {
      throw new InvalidArgumentException("invalid task id: \"" + id + "\"");
    }
    mounts = List.copyOf(mounts);
    sysctls = Map.copyOf(sysctls);
    annotations = Map.copyOf(annotations);
  }

  public static final long DEFAULT_SHM_BYTES = 64L << 20;

  /// A task with docker's defaults, no network but loopback and no log.
  public static TaskSpec of(String id, Path rootfs, ProcessSpec process) {
    return builder(id, rootfs, process).build();
  }

  public static TaskSpecBuilder builder(String id, Path rootfs, ProcessSpec process) {
    return new TaskSpecBuilder(id, rootfs, process);
  }

  TaskSpec withMounts(List<MountSpec> others) {
    return new TaskSpec(
        id,
        runtime,
        rootfs,
        readonlyRootfs,
        process,
        stdin,
        init,
        hostname,
        domainname,
        namespaces,
        others,
        shmBytes,
        resources,
        security,
        sysctls,
        annotations,
        cgroupParent,
        log);
  }
}
