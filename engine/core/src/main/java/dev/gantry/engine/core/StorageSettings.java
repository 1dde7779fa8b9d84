package dev.gantry.engine.core;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What is mounted into the container besides its root file system.
///
/// @param binds `source:destination[:options]` as typed by users; source is a path or a volume
/// @param tmpfs destination → mount options
/// @param volumePaths destinations that get an anonymous volume when nothing else is mounted there
/// @param volumesFrom `container[:ro|rw]` whose mounts are taken over
/// @param shmSize bytes of /dev/shm, 0 for the default 64 MiB
public record StorageSettings(
    List<String> binds,
    List<MountRequest> mounts,
    Map<String, String> tmpfs,
    Set<String> volumePaths,
    List<String> volumesFrom,
    long shmSize,
    Map<String, String> storageOptions,
    String volumeDriver) {

  public static final StorageSettings NONE =
      new StorageSettings(List.of(), List.of(), Map.of(), Set.of(), List.of(), 0, Map.of(), "");

  public StorageSettings {
    binds = List.copyOf(binds);
    mounts = List.copyOf(mounts);
    tmpfs = Map.copyOf(tmpfs);
    volumePaths = Set.copyOf(volumePaths);
    volumesFrom = List.copyOf(volumesFrom);
    storageOptions = Map.copyOf(storageOptions);
  }

  public StorageSettings withVolumePaths(Set<String> changed) {
    return new StorageSettings(
        binds, mounts, tmpfs, changed, volumesFrom, shmSize, storageOptions, volumeDriver);
  }

  /// A mount in the explicit form.
  ///
  /// @param type `bind`, `volume` or `tmpfs`
  /// @param source host path or volume name; empty for an anonymous volume
  /// @param propagation of a bind: `rprivate`, `rshared`, `rslave`, … or empty
  /// @param createMountpoint create a missing source directory of a bind
  /// @param subpath directory inside the volume to mount; empty for its root
  /// @param tmpfsMode octal permission bits of a tmpfs root
  public record MountRequest(
      String type,
      String source,
      String target,
      boolean readOnly,
      String consistency,
      String propagation,
      boolean nonRecursive,
      boolean createMountpoint,
      boolean noCopy,
      Map<String, String> volumeLabels,
      String volumeDriver,
      Map<String, String> volumeOptions,
      String subpath,
      long tmpfsSize,
      Optional<Integer> tmpfsMode) {
    public MountRequest {
      volumeLabels = Map.copyOf(volumeLabels);
      volumeOptions = Map.copyOf(volumeOptions);
    }
  }
}
