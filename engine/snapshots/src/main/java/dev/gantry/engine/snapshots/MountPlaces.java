package dev.gantry.engine.snapshots;

import dev.gantry.platform.errors.FailedPreconditionException;
import dev.gantry.platform.linux.Directory;
import dev.gantry.platform.linux.Errno;
import dev.gantry.platform.linux.ErrnoException;
import dev.gantry.platform.linux.FileStat;
import dev.gantry.platform.linux.Lookup;
import dev.gantry.platform.linux.OpenFlag;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The places in a container's root on which its start mounts something. [InitLayers] makes
/// them plain directories and files; a container may put something else there while it runs, a
/// link that leads elsewhere above all, and must be able to start again nevertheless.
public final class MountPlaces {
  private static final List<String> DIRECTORIES =
      List.of("dev", "dev/pts", "dev/shm", "dev/mqueue", "proc", "sys");
  private static final List<String> FILES = List.of("etc/hostname", "etc/hosts", "etc/resolv.conf");

  private final Directory root;
  private final List<String> replaced = new ArrayList<>();

  private MountPlaces(Directory root) {
    this.root = root;
  }

  /// Replaces what is neither missing nor plain: links, and files where a directory should be,
  /// or the reverse. Nothing is followed. Call it before each start, on a tree that no process
  /// uses.
  ///
  /// @return the paths that were replaced
  /// @throws FailedPreconditionException if a directory that has content is in the way
  public static List<String> repair(Path rootfs) {
    try (var root = Directory.open(rootfs, Lookup.NO_SYMLINKS)) {
      var places = new MountPlaces(root);
      for (String directory : DIRECTORIES) {
        places.requireDirectory(directory);
      }
      for (String file : FILES) {
        places.requireFile(file);
      }
      return List.copyOf(places.replaced);
    } catch (ErrnoException e) {
      throw SnapshotFailure.of("repair the mount places of " + rootfs, e);
    }
  }

  private void requireDirectory(String path) throws ErrnoException {
    var found = find(path);
    if (found.isPresent() && !found.get().isDirectory()) {
      root.unlink(path);
      root.makeDirectory(path, 0755);
      replaced.add(path);
    }
  }

  private void requireFile(String path) throws ErrnoException {
    if (find("etc").filter(FileStat::isDirectory).isEmpty()) {
      return; // an /etc that is a link is followed inside the root by the runtime
    }
    var found = find(path);
    if (found.isPresent() && !found.get().isRegular()) {
      remove(path, found.get());
      root.open(
              path,
              Lookup.NO_SYMLINKS,
              0644,
              OpenFlag.CREATE,
              OpenFlag.EXCLUSIVE,
              OpenFlag.WRITE_ONLY,
              OpenFlag.NO_FOLLOW)
          .close();
      replaced.add(path);
    }
  }

  private void remove(String path, FileStat found) throws ErrnoException {
    if (!found.isDirectory()) {
      root.unlink(path);
      return;
    }
    try {
      root.removeDirectory(path);
    } catch (ErrnoException e) {
      if (e.is(Errno.ENOTEMPTY)) {
        throw new FailedPreconditionException(
            "/%s is a directory with content, where the container's own file is mounted"
                .formatted(path),
            e);
      }
      throw e;
    }
  }

  private Optional<FileStat> find(String path) throws ErrnoException {
    try {
      return Optional.of(root.stat(path));
    } catch (ErrnoException e) {
      if (e.is(Errno.ENOENT)) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
