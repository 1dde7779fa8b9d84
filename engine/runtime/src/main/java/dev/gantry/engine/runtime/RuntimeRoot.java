package dev.gantry.engine.runtime;

import dev.gantry.platform.errors.InternalException;
import dev.gantry.platform.linux.Directory;
import dev.gantry.platform.linux.Errno;
import dev.gantry.platform.linux.ErrnoException;
import dev.gantry.platform.linux.FileSystemStat;
import dev.gantry.platform.linux.Lookup;
import dev.gantry.platform.linux.MountFlag;
import dev.gantry.platform.linux.Mounts;
import dev.gantry.platform.linux.SystemInfo;
import dev.gantry.platform.linux.UnmountFlag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;

/// The directory that everything about running tasks lies in: in memory, private to root, and
/// empty after a boot.
///
/// It has to be in memory because conmon and the OCI runtimes write and rename small files with
/// every start and end, which on a disk costs as much as all they do beside.
record RuntimeRoot(Path path) {
  private static final int PRIVATE = 0700;

  Path tasks() {
    return path.resolve("tasks");
  }

  Path state(RuntimeName runtime) {
    return path.resolve("state-" + runtime.text());
  }

  /// Compiled system call filters.
  Path seccomp() {
    return path.resolve("seccomp");
  }

  /// Files that live no longer than a call.
  Path temporary() {
    return path.resolve("tmp");
  }

  Path pidFiles() {
    return path.resolve("pids");
  }

  private List<Path> directories() {
    return List.of(
        tasks(),
        state(RuntimeName.CRUN),
        state(RuntimeName.RUNC),
        seccomp(),
        temporary(),
        pidFiles());
  }

  /// Makes what is missing, and removes what calls of an earlier daemon have left.
  static RuntimeRoot open(Path path, SystemInfo system, Mounts mounts) {
    var root = new RuntimeRoot(path);
    try {
      makeDirectory(path);
      if (FileSystemStat.of(path).type() != FileSystemStat.TMPFS) {
        mounts.mount(
            "gantry-runtime",
            path,
            "tmpfs",
            EnumSet.of(MountFlag.NO_SET_UID, MountFlag.NO_DEVICES),
            "mode=0700");
      }
      root.forgetEarlierBoots(system.bootId());
      for (Path transientDirectory : List.of(root.temporary(), root.pidFiles())) {
        root.removeTree(transientDirectory);
      }
      for (Path directory : root.directories()) {
        makeDirectory(directory);
      }
      return root;
    } catch (IOException e) {
      throw new InternalException("prepare the runtime's directory " + path, e);
    }
  }

  /// A root that was in memory already may still be that of another container's boot.
  private void forgetEarlierBoots(String bootId) throws IOException {
    var file = path.resolve("boot-id");
    if (Files.exists(file) && Files.readString(file).equals(bootId)) {
      return;
    }
    for (Path directory : directories()) {
      removeTree(directory);
    }
    Files.writeString(file, bootId);
  }

  private void removeTree(Path directory) throws ErrnoException {
    try (var root = Directory.open(path, Lookup.NO_SYMLINKS)) {
      root.removeTree(String.valueOf(directory.getFileName()));
    }
  }

  private static void makeDirectory(Path directory) throws IOException {
    Files.createDirectories(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    try (var opened = Directory.open(directory, Lookup.NO_SYMLINKS)) {
      opened.fd().chmod(PRIVATE);
    }
  }

  /// Gives the memory back when no task is left that needs it.
  void closeIfEmpty(Mounts mounts) {
    try (var tasks = Files.list(tasks())) {
      if (tasks.findAny().isPresent()) {
        return;
      }
    } catch (IOException e) {
      throw new InternalException("list " + tasks(), e);
    }
    try {
      mounts.unmount(path, UnmountFlag.DETACH, UnmountFlag.NO_FOLLOW);
    } catch (ErrnoException e) {
      // EINVAL: not our mount; the whole file system it is on is in memory.
      if (!e.is(Errno.EINVAL)) {
        throw new InternalException("unmount " + path, e);
      }
    }
  }
}
