package dev.gantry.engine.snapshots;

import dev.gantry.platform.linux.DeviceNumber;
import dev.gantry.platform.linux.Directory;
import dev.gantry.platform.linux.Errno;
import dev.gantry.platform.linux.ErrnoException;
import dev.gantry.platform.linux.FileStat;
import java.util.HashSet;
import java.util.Set;

/// Adds up what a tree takes, as docker does: apparent sizes of what is no directory, hard
/// links once. A tree that changes meanwhile is measured as far as it stands still.
final class TreeUsage {
  private record Inode(DeviceNumber device, long number) {}

  private final Set<Inode> linked = new HashSet<>();
  private long bytes;
  private long inodes = 1;

  private TreeUsage() {}

  static SnapshotUsage measure(Directory tree) throws ErrnoException {
    var usage = new TreeUsage();
    usage.add(tree);
    return new SnapshotUsage(usage.bytes, usage.inodes);
  }

  private void add(Directory directory) throws ErrnoException {
    for (var entry : directory.list()) {
      try {
        var stat = directory.stat(entry.name());
        if (!isFirstName(stat)) {
          continue;
        }
        inodes++;
        if (stat.isDirectory()) {
          try (var child = directory.openDirectory(entry.name())) {
            add(child);
          }
        } else {
          bytes += stat.size();
        }
      } catch (ErrnoException e) {
        if (!e.is(Errno.ENOENT) && !e.is(Errno.ENOTDIR) && !e.is(Errno.ELOOP)) {
          throw e;
        }
      }
    }
  }

  private boolean isFirstName(FileStat stat) {
    return stat.isDirectory()
        || stat.links() < 2
        || linked.add(new Inode(stat.device(), stat.inode()));
  }
}
