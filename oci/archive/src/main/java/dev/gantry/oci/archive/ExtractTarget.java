package dev.gantry.oci.archive;

import dev.gantry.oci.archive.ExtractOptions.Owner;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.linux.DeviceNumber;
import dev.gantry.platform.linux.Directory;
import dev.gantry.platform.linux.Errno;
import dev.gantry.platform.linux.ErrnoException;
import dev.gantry.platform.linux.FileStat;
import dev.gantry.platform.linux.FileType;
import dev.gantry.platform.linux.Lookup;
import dev.gantry.platform.linux.Xattrs;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;

/// The tree an archive is extracted into: makes room for entries, and the directories they
/// need.
final class ExtractTarget implements AutoCloseable {
  static final String OPAQUE_ATTRIBUTE = "trusted.overlay.opaque";
  private static final byte[] YES = "y".getBytes(StandardCharsets.US_ASCII);

  private final Directory root;
  private final ExtractOptions options;
  private final OpenDirectories directories;
  private final LinkedHashMap<String, Instant> times = new LinkedHashMap<>();

  ExtractTarget(Directory root, ExtractOptions options) {
    this.root = root;
    this.options = options;
    this.directories = new OpenDirectories(root, Lookup.IN_ROOT);
  }

  /// The directory of a cleaned path, made when the archive has no entry for it; open until
  /// other directories are used.
  private Directory directory(String path) throws ErrnoException {
    try {
      return directories.get(path);
    } catch (ErrnoException e) {
      if (!e.is(Errno.ENOENT)) {
        throw e;
      }
    }
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      makeImplied(path.substring(0, slash));
    }
    makeImplied(path);
    return directories.get(path);
  }

  private void makeImplied(String full) throws ErrnoException {
    var path = TreePath.of(full);
    var parent = directories.get(path.parent());
    try {
      parent.makeDirectory(path.name(), 0700);
    } catch (ErrnoException e) {
      if (e.is(Errno.EEXIST)) {
        return;
      }
      throw e;
    }
    var made = parent.openDirectory(path.name());
    directories.put(full, made);
    var implied = options.impliedDirectories().find(full);
    if (implied.isEmpty()) {
      made.fd().chmod(0755);
      return;
    }
    var entry = implied.get();
    EntryAttributes.applyUntimed(made.fd(), entry, new Owner(entry.uid(), entry.gid()));
    times.put(full, entry.modified());
  }

  /// An attempt to create a name in a directory.
  interface Creation<T> {
    T run(Directory parent) throws ErrnoException;
  }

  /// Creates a name that is not a directory's, in place of what has it.
  <T> T create(TreePath path, Creation<T> creation) throws ErrnoException {
    var parent = directory(path.parent());
    try {
      return creation.run(parent);
    } catch (ErrnoException e) {
      if (!e.is(Errno.EEXIST)) {
        throw e;
      }
    }
    var existing = parent.stat(path.name());
    if (existing.isDirectory() && options.keepKinds()) {
      throw new InvalidArgumentException(
          "cannot overwrite directory \"/%s\" with non-directory \"%s\""
              .formatted(path.full(), path.full()));
    }
    remove(parent, path, existing);
    return creation.run(directory(path.parent()));
  }

  /// Creates a directory, or finds it; the result is open until other directories are used.
  Directory makeDirectory(TreePath path) throws ErrnoException {
    var parent = directory(path.parent());
    boolean replaced = false;
    try {
      parent.makeDirectory(path.name(), 0700);
    } catch (ErrnoException e) {
      if (!e.is(Errno.EEXIST)) {
        throw e;
      }
      var existing = parent.stat(path.name());
      if (!existing.isDirectory()) {
        parent = replaceByDirectory(parent, path, existing);
        replaced = true;
      }
    }
    var directory = parent.openDirectory(path.name());
    directories.put(path.full(), directory);
    if (replaced && options.whiteouts() == Whiteouts.OVERLAY) {
      // What stood here, be it a whiteout or a file, hid the directory below; so must this one.
      setOpaque(directory);
    }
    return directory;
  }

  private Directory replaceByDirectory(Directory parent, TreePath path, FileStat existing)
      throws ErrnoException {
    if (options.keepKinds()) {
      throw new InvalidArgumentException(
          "cannot overwrite non-directory \"/%s\" with directory \"%s\""
              .formatted(path.full(), path.full()));
    }
    remove(parent, path, existing);
    var again = directory(path.parent());
    again.makeDirectory(path.name(), 0700);
    return again;
  }

  private void remove(Directory parent, TreePath path, FileStat existing) throws ErrnoException {
    if (existing.isDirectory()) {
      parent.removeTree(path.name());
      String below = path.full() + "/";
      times.keySet().removeIf(p -> p.equals(path.full()) || p.startsWith(below));
    } else {
      parent.unlink(path.name());
    }
    if (existing.isDirectory() || existing.isSymbolicLink()) {
      directories.forget(); // `parent` is closed now, unless it is the root
    }
  }

  /// Sets the times of a directory when everything else is done.
  void setTimesAtEnd(TreePath path, Instant modified) {
    times.put(path.full(), modified);
  }

  /// Writes a whiteout. What this archive itself has under the name stays; only what is below
  /// is deleted.
  void delete(TreePath path) throws ErrnoException {
    if (options.whiteouts() == Whiteouts.IGNORED) {
      return;
    }
    var parent = directory(path.parent());
    try {
      parent.makeNode(path.name(), FileType.CHARACTER_DEVICE, 0, DeviceNumber.WHITEOUT);
    } catch (ErrnoException e) {
      if (!e.is(Errno.EEXIST)) {
        throw e;
      }
      if (parent.stat(path.name()).isDirectory()) {
        try (var own = parent.openDirectory(path.name())) {
          setOpaque(own);
        }
      }
    }
  }

  /// Makes a directory hide what lies below it.
  void hideBelow(String path) throws ErrnoException {
    if (options.whiteouts() == Whiteouts.IGNORED) {
      return;
    }
    setOpaque(directory(path));
  }

  private static void setOpaque(Directory directory) throws ErrnoException {
    Xattrs.of(directory.fd()).set(OPAQUE_ATTRIBUTE, YES);
  }

  /// Gives a file that exists one more name.
  void link(TreePath path, TreePath existing) throws ErrnoException {
    if (path.equals(existing)) {
      directory(path.parent()).stat(path.name()); // it is what it says it is, if it is there
      return;
    }
    create(
        path,
        parent -> {
          parent.makeHardLink(path.name(), directories.get(existing.parent()), existing.name());
          return path;
        });
  }

  Directory root() {
    return root;
  }

  /// Sets the times of directories. Those that are gone meanwhile need none.
  void finish() throws ErrnoException {
    for (var time : times.entrySet()) {
      var path = TreePath.of(time.getKey());
      if (path.isRoot()) {
        root.fd().setTimes(time.getValue(), time.getValue());
        continue;
      }
      try {
        directories.get(path.parent()).setTimes(path.name(), time.getValue(), time.getValue());
      } catch (ErrnoException e) {
        if (!e.is(Errno.ENOENT) && !e.is(Errno.ENOTDIR)) {
          throw e;
        }
      }
    }
  }

  @Override
  public void close() {
    directories.close();
  }
}
