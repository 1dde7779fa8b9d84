package dev.gantry.engine.snapshots;

import dev.gantry.platform.linux.DeviceNumber;
import dev.gantry.platform.linux.Directory;
import dev.gantry.platform.linux.Errno;
import dev.gantry.platform.linux.ErrnoException;
import dev.gantry.platform.linux.FileStat;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/// Adds up what a tree takes, as docker does: apparent sizes of what is no directory, hard
/// links once. A tree that changes meanwhile is measured as far as it stands still.
final class TreeUsage {
  private record Inode(DeviceNumber device, long number) {}

  private final Directory tree;
  private final Deque<String> directories = new ArrayDeque<>();
  private final Set<Inode> linked = new HashSet<>();
  private long bytes;
  private long inodes = 1;

  private TreeUsage(Directory tree) {
    this.tree = tree;
  }

  /// What is at paths longer than the kernel's is left out.
  static SnapshotUsage measure(Directory tree) throws ErrnoException {
    var usage = new TreeUsage(tree);
    usage.add("", tree);
    while (!usage.directories.isEmpty()) {
      usage.addDirectory(usage.directories.removeLast());
    }
    return new SnapshotUsage(usage.bytes, usage.inodes);
  }

  private void addDirectory(String path) throws ErrnoException {
    try (var directory = tree.openDirectory(path)) {
      add(path + "/", directory);
    } catch (ErrnoException e) {
      if (!isVanished(e)) {
        throw e;
      }
    }
  }

  private void add(String prefix, Directory directory) throws ErrnoException {
    for (var entry : directory.list()) {
      try {
        var stat = directory.stat(entry.name());
        if (!isFirstName(stat)) {
          continue;
        }
        inodes++;
        if (stat.isDirectory()) {
          directories.addLast(prefix + entry.name());
        } else {
          bytes += stat.size();
        }
      } catch (ErrnoException e) {
        if (!isVanished(e)) {
          throw e;
        }
      }
    }
  }

  private static boolean isVanished(ErrnoException e) {
    return e.is(Errno.ENOENT)
        || e.is(Errno.ENOTDIR)
        || e.is(Errno.ELOOP)
        || e.is(Errno.ENAMETOOLONG);
  }

  private boolean isFirstName(FileStat stat) {
    return stat.isDirectory()
        || stat.links() < 2
        || linked.add(new Inode(stat.device(), stat.inode()));
  }
}
