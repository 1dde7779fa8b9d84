package dev.gantry.engine.snapshots;

import dev.gantry.platform.linux.Directory;
import dev.gantry.platform.linux.DirectoryEntry;
import dev.gantry.platform.linux.Errno;
import dev.gantry.platform.linux.ErrnoException;
import dev.gantry.platform.linux.FileStat;
import dev.gantry.platform.linux.Lookup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// A directory as an overlay of several layers would show it, without mounting one.
final class MergedDirectory implements AutoCloseable {
  /// The directories that are merged, the uppermost first.
  private final List<Directory> layers;

  private MergedDirectory(List<Directory> layers) {
    this.layers = layers;
  }

  /// A directory without anything in it.
  static MergedDirectory empty() {
    return new MergedDirectory(List.of());
  }

  /// The root of an overlay of these directories, the uppermost first.
  static MergedDirectory open(List<Path> roots) throws ErrnoException {
    var opened = new ArrayList<Directory>();
    try {
      for (Path root : roots) {
        opened.add(Directory.open(root, Lookup.NO_SYMLINKS));
      }
      return new MergedDirectory(opened);
    } catch (ErrnoException e) {
      opened.forEach(Directory::close);
      throw e;
    }
  }

  /// The root of what lies below the changes of an active snapshot.
  static MergedDirectory below(SnapshotMount mount) throws ErrnoException {
    return switch (mount) {
      case SnapshotMount.Overlay overlay ->
          open(overlay.lowers().stream().map(overlay.base()::resolve).toList());
      case SnapshotMount.ReadOnlyOverlay _, SnapshotMount.Bind _ -> empty();
    };
  }

  /// A name in the directory; a symbolic link is not followed.
  Optional<FileStat> find(String name) throws ErrnoException {
    for (Directory layer : layers) {
      var stat = findIn(layer, name);
      if (stat.isPresent()) {
        return stat.filter(found -> !found.isWhiteout());
      }
    }
    return Optional.empty();
  }

  /// The value of an extended attribute of a name that [#find] has found.
  Optional<byte[]> findXattr(String name, String attribute) throws ErrnoException {
    for (Directory layer : layers) {
      if (findIn(layer, name).isPresent()) {
        try (var xattrs = layer.xattrs(name)) {
          return xattrs.find(attribute);
        }
      }
    }
    return Optional.empty();
  }

  /// A directory in this one; an empty one when the name is something else, or nothing.
  MergedDirectory enter(String name) throws ErrnoException {
    var merged = new ArrayList<Directory>();
    for (Directory layer : layers) {
      var stat = findIn(layer, name);
      if (stat.isEmpty()) {
        continue;
      }
      if (!stat.get().isDirectory()) {
        break; // a whiteout or a file hides what is below
      }
      var directory = layer.openDirectory(name);
      merged.add(directory);
      if (OverlayMarks.isOpaque(directory)) {
        break;
      }
    }
    return new MergedDirectory(merged);
  }

  /// The names in the directory.
  Set<String> names() throws ErrnoException {
    var seen = new HashSet<String>();
    var names = new TreeSet<String>();
    for (Directory layer : layers) {
      for (DirectoryEntry entry : layer.list()) {
        if (seen.add(entry.name())
            && findIn(layer, entry.name()).filter(stat -> !stat.isWhiteout()).isPresent()) {
          names.add(entry.name());
        }
      }
    }
    return names;
  }

  /// The attributes of the uppermost of the merged directories, if it exists at all.
  Optional<Directory> uppermost() {
    return layers.stream().findFirst();
  }

  private static Optional<FileStat> findIn(Directory layer, String name) throws ErrnoException {
    try {
      return Optional.of(layer.stat(name));
    } catch (ErrnoException e) {
      if (e.is(Errno.ENOENT)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public void close() {
    layers.forEach(Directory::close);
  }
}
