package dev.gantry.kube.kubelet;

import dev.gantry.platform.linux.Directory;
import dev.gantry.platform.linux.Errno;
import dev.gantry.platform.linux.ErrnoException;
import dev.gantry.platform.linux.Lookup;
import dev.gantry.platform.linux.MountInfo;
import dev.gantry.platform.linux.Mounts;
import dev.gantry.platform.linux.UnmountFlag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/// Trees of files that pods can write to, so nothing in them may be trusted.
final class Trees {
  private Trees() {}

  /// Removes a tree without following links or entering mounts. Nothing there is success.
  static void delete(Path tree) throws IOException {
    Path parent = tree.toAbsolutePath().getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      return;
    }
    try (var directory = Directory.open(parent, Lookup.BENEATH)) {
      directory.removeTree(tree.getFileName().toString());
    }
  }

  /// Unmounts what is mounted at a directory, if anything is.
  static void unmount(Path target) throws IOException {
    if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try {
      Mounts.system().unmount(target, UnmountFlag.DETACH, UnmountFlag.NO_FOLLOW);
    } catch (ErrnoException e) {
      if (!e.is(Errno.EINVAL) && !e.is(Errno.ENOENT)) { // EINVAL: nothing is mounted there
        throw e;
      }
    }
  }

  /// Unmounts everything at and below a directory, the latest mount first.
  static void unmountAll(Path root) throws IOException {
    for (MountInfo mount : Mounts.system().list().reversed()) {
      if (mount.isWithin(root.toString())) {
        unmount(Path.of(mount.target()));
      }
    }
  }

  /// Bytes of the regular files in a tree, as far as they can be seen.
  static long size(Path tree) throws IOException {
    try (var files = Files.walk(tree)) {
      return files
          .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          .mapToLong(file -> file.toFile().length())
          .sum();
    }
  }
}
