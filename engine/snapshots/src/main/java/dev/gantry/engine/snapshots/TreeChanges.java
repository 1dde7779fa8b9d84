package dev.gantry.engine.snapshots;

import dev.gantry.engine.snapshots.MergedLayers.Merged;
import dev.gantry.platform.linux.Directory;
import dev.gantry.platform.linux.Errno;
import dev.gantry.platform.linux.ErrnoException;
import dev.gantry.platform.linux.FileStat;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// Compares the changes of an overlay with the layers below them, by docker's rules. Only what
/// has changes is looked at, so it takes no longer for a large image.
final class TreeChanges {
  private static final String CAPABILITY = "security.capability";

  private final Directory upper;
  private final List<Change> changes = new ArrayList<>();
  private final Deque<Level> levels = new ArrayDeque<>();

  /// A directory on the way down, named by paths so that nothing is held open.
  ///
  /// @param path relative to the root of the changes
  /// @param place where in the list the directory itself is, or would be
  private record Level(String path, Merged lower, Iterator<String> names, int place) {
    String child(String name) {
      return path.isEmpty() ? name : path + "/" + name;
    }
  }

  private TreeChanges(Directory upper) {
    this.upper = upper;
  }

  /// The changes in `upper`, an overlay's directory for them, with regard to `lower`.
  static List<Change> between(Merged lower, Directory upper) throws ErrnoException {
    var comparison = new TreeChanges(upper);
    comparison.enter("", lower);
    while (!comparison.levels.isEmpty()) {
      var level = comparison.levels.getLast();
      if (level.names().hasNext()) {
        comparison.compare(level, level.names().next());
      } else {
        comparison.levels.removeLast();
        comparison.noteChangesBelow(level);
      }
    }
    return comparison.changes;
  }

  private void enter(String path, Merged lower) throws ErrnoException {
    int place = changes.size();
    try (var directory = upper.openDirectory(path.isEmpty() ? "." : path)) {
      var names = new TreeSet<String>();
      directory.list().forEach(entry -> names.add(entry.name()));
      if (OverlayMarks.isOpaque(directory)) {
        names.addAll(lower.names());
      }
      levels.addLast(new Level(path, lower, names.iterator(), place));
    } catch (ErrnoException e) {
      if (!isVanished(e)) {
        throw e;
      }
    }
  }

  private void compare(Level level, String name) throws ErrnoException {
    String path = level.child(name);
    var now = find(path);
    var before = level.lower().find(name);
    if (now.isEmpty() || now.get().isWhiteout()) {
      before.ifPresent(_ -> add(path, Change.Kind.DELETED));
      return;
    }
    if (before.isEmpty()) {
      add(path, Change.Kind.ADDED);
    } else if (differ(before.get(), now.get())
        || !Arrays.equals(capability(level.lower(), name), capability(path))) {
      add(path, Change.Kind.MODIFIED);
    }
    if (now.get().isDirectory()) {
      enter(path, level.lower().enter(name));
    }
  }

  /// A directory counts as modified when anything in it has changed.
  private void noteChangesBelow(Level level) {
    int place = level.place();
    boolean listed = place > 0 && changes.get(place - 1).path().equals("/" + level.path());
    if (changes.size() > place && !listed && !level.path().isEmpty()) {
      changes.add(place, new Change("/" + level.path(), Change.Kind.MODIFIED));
    }
  }

  private void add(String path, Change.Kind kind) {
    changes.add(new Change("/" + path, kind));
  }

  /// Times and sizes of directories say nothing: they change with what is in them.
  private static boolean differ(FileStat before, FileStat now) {
    return before.type() != now.type()
        || before.permissions() != now.permissions()
        || before.uid() != now.uid()
        || before.gid() != now.gid()
        || !before.deviceId().equals(now.deviceId())
        || (!now.isDirectory()
            && (before.size() != now.size() || !sameTime(before.modified(), now.modified())));
  }

  /// A time without a fraction may have lost it in an archive.
  private static boolean sameTime(Instant before, Instant now) {
    return before.getEpochSecond() == now.getEpochSecond()
        && (before.getNano() == now.getNano() || before.getNano() == 0 || now.getNano() == 0);
  }

  private Optional<FileStat> find(String path) throws ErrnoException {
    try {
      return Optional.of(upper.stat(path));
    } catch (ErrnoException e) {
      if (isVanished(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /// Whether something went away or was exchanged meanwhile, or is too deep for a path.
  private static boolean isVanished(ErrnoException e) {
    return e.is(Errno.ENOENT)
        || e.is(Errno.ENOTDIR)
        || e.is(Errno.ELOOP)
        || e.is(Errno.ENAMETOOLONG);
  }

  private static byte[] capability(Merged directory, String name) throws ErrnoException {
    return directory.findXattr(name, CAPABILITY).orElse(new byte[0]);
  }

  private byte[] capability(String path) throws ErrnoException {
    try (var xattrs = upper.xattrs(path)) {
      return xattrs.find(CAPABILITY).orElse(new byte[0]);
    } catch (ErrnoException e) {
      if (isVanished(e)) {
        return new byte[0];
      }
      throw e;
    }
  }
}
