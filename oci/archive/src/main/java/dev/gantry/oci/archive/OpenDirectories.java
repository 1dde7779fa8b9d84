package dev.gantry.oci.archive;

import dev.gantry.platform.linux.Directory;
import dev.gantry.platform.linux.ErrnoException;
import dev.gantry.platform.linux.Lookup;
import dev.gantry.platform.linux.OpenFlag;
import java.util.LinkedHashMap;
import java.util.Map;

/// The directories below a root that were used last, kept open. Archives list the files of a
/// directory together, so most entries find theirs open and need no path at all.
///
/// Whoever removes a directory or a link must [#forget], or later entries would land where the
/// path led before. However deep a tree is, it takes few descriptors and no recursion to walk
/// it.
final class OpenDirectories implements AutoCloseable {
  private static final int MOST = 16;

  private final Directory root;
  private final Lookup lookup;
  private final LinkedHashMap<String, Directory> open =
      new LinkedHashMap<>(MOST, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Directory> eldest) {
          if (size() <= MOST) {
            return false;
          }
          eldest.getValue().close();
          return true;
        }
      };

  /// Directories below `root`, whose paths are followed by the given rule.
  OpenDirectories(Directory root, Lookup lookup) {
    this.root = root;
    this.lookup = lookup;
  }

  /// The directory of a cleaned path, valid until the next call but one of this or [#put].
  Directory get(String path) throws ErrnoException {
    if (path.isEmpty()) {
      return root;
    }
    Directory known = open.get(path);
    if (known != null) {
      return known;
    }
    var directory =
        new Directory(
            root.open(path, lookup, 0, OpenFlag.READ_ONLY, OpenFlag.DIRECTORY), Lookup.NO_SYMLINKS);
    put(path, directory);
    return directory;
  }

  /// Hands over a directory that was just created or found.
  void put(String path, Directory directory) {
    Directory before = open.put(path, directory);
    if (before != null && before != directory) {
      before.close();
    }
  }

  void forget() {
    open.values().forEach(Directory::close);
    open.clear();
  }

  @Override
  public void close() {
    forget();
  }
}
