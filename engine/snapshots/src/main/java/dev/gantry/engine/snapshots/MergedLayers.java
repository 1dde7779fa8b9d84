package dev.gantry.engine.snapshots;

import dev.gantry.platform.linux.Directory;
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

/// Layers as an overlay of them would look, without mounting one.
final class MergedLayers implements AutoCloseable {
  /// The uppermost first.
  private final List<Directory> layers;

  private MergedLayers(List<Directory> layers) {
    this.layers = layers;
  }

  /// What lies below the changes of an active snapshot.
  static MergedLayers below(SnapshotMount mount) throws ErrnoException {
    var opened = new ArrayList<Directory>();
    try {
      if (mount instanceof SnapshotMount.Overlay overlay) {
        for (String lower : overlay.lowers()) {
          Path path = overlay.base().resolve(lower);
          opened.add(Directory.open(path, Lookup.NO_SYMLINKS));
        }
      }
      return new MergedLayers(opened);
    } catch (ErrnoException e) {
      opened.forEach(Directory::close);
      throw e;
    }
  }

  Merged root() {
    return new Merged("", layers);
  }

  @Override
  public void close() {
    layers.forEach(Directory::close);
  }

  /// A directory of the merged tree. It is named by its path and holds nothing open, so a tree
  /// may be as deep as it likes.
  static final class Merged {
    private final String path;

    /// The layers that have the directory and are not hidden there, the uppermost first.
    private final List<Directory> layers;

    private Merged(String path, List<Directory> layers) {
      this.path = path;
      this.layers = layers;
    }

    private String child(String name) {
      return path.isEmpty() ? name : path + "/" + name;
    }

    boolean exists() {
      return !layers.isEmpty();
    }

    /// The directory itself, as its uppermost layer has it; the caller closes it.
    Directory openUppermost() throws ErrnoException {
      return layers.getFirst().openDirectory(path.isEmpty() ? "." : path);
    }

    /// A name in the directory; a symbolic link is not followed.
    Optional<FileStat> find(String name) throws ErrnoException {
      for (Directory layer : layers) {
        var stat = findIn(layer, child(name));
        if (stat.isPresent()) {
          return stat.filter(found -> !found.isWhiteout());
        }
      }
      return Optional.empty();
    }

    /// The value of an extended attribute of a name in the directory.
    Optional<byte[]> findXattr(String name, String attribute) throws ErrnoException {
      for (Directory layer : layers) {
        if (findIn(layer, child(name)).isPresent()) {
          try (var xattrs = layer.xattrs(child(name))) {
            return xattrs.find(attribute);
          }
        }
      }
      return Optional.empty();
    }

    /// A directory in this one; one that does not exist when the name is something else.
    Merged enter(String name) throws ErrnoException {
      var merged = new ArrayList<Directory>();
      for (Directory layer : layers) {
        var stat = findIn(layer, child(name));
        if (stat.isEmpty()) {
          continue;
        }
        if (!stat.get().isDirectory()) {
          break; // a whiteout or a file hides what is below
        }
        merged.add(layer);
        if (OverlayMarks.isOpaque(layer, child(name))) {
          break;
        }
      }
      return new Merged(child(name), merged);
    }

    /// The names in the directory.
    Set<String> names() throws ErrnoException {
      var seen = new HashSet<String>();
      var names = new TreeSet<String>();
      for (Directory layer : layers) {
        try (var directory = layer.openDirectory(path.isEmpty() ? "." : path)) {
          for (var entry : directory.list()) {
            if (seen.add(entry.name()) && !directory.stat(entry.name()).isWhiteout()) {
              names.add(entry.name());
            }
          }
        }
      }
      return names;
    }

    private static Optional<FileStat> findIn(Directory layer, String path) throws ErrnoException {
      try {
        return Optional.of(layer.stat(path));
      } catch (ErrnoException e) {
        if (e.is(Errno.ENOENT) || e.is(Errno.ENAMETOOLONG)) {
          return Optional.empty();
        }
        throw e;
      }
    }
  }
}
