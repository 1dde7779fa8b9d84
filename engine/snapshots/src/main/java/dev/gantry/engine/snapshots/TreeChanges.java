package dev.gantry.engine.snapshots;

import dev.gantry.platform.linux.Directory;
import dev.gantry.platform.linux.Errno;
import dev.gantry.platform.linux.ErrnoException;
import dev.gantry.platform.linux.FileStat;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// Compares the changes of an overlay with the layers below them, by docker's rules. Only what
/// has changes is looked at, so it takes no longer for a large image.
final class TreeChanges {
  private static final String CAPABILITY = "security.capability";

  private final List<Change> changes = new ArrayList<>();

  private TreeChanges() {}

  /// The changes in `upper`, an overlay's directory for them, with regard to `lower`.
  static List<Change> between(MergedDirectory lower, Directory upper) throws ErrnoException {
    var comparison = new TreeChanges();
    comparison.compare("", lower, upper);
    return comparison.changes;
  }

  private void compare(String path, MergedDirectory lower, Directory upper) throws ErrnoException {
    var names = new TreeSet<String>();
    upper.list().forEach(entry -> names.add(entry.name()));
    if (OverlayMarks.isOpaque(upper)) {
      names.addAll(lower.names());
    }
    for (String name : names) {
      compareName(path + "/" + name, name, lower, upper);
    }
  }

  private void compareName(String path, String name, MergedDirectory lower, Directory upper)
      throws ErrnoException {
    var now = find(upper, name);
    var before = lower.find(name);
    if (now.isEmpty() || now.get().isWhiteout()) {
      before.ifPresent(_ -> changes.add(new Change(path, Change.Kind.DELETED)));
      return;
    }
    int place = changes.size();
    if (before.isEmpty()) {
      changes.add(new Change(path, Change.Kind.ADDED));
    } else if (differ(before.get(), now.get())
        || !Arrays.equals(capability(lower, name), capability(upper, name))) {
      changes.add(new Change(path, Change.Kind.MODIFIED));
    }
    if (now.get().isDirectory()) {
      compareBelow(path, name, lower, upper);
      boolean listed = changes.size() > place && changes.get(place).path().equals(path);
      if (changes.size() > place && !listed) {
        changes.add(place, new Change(path, Change.Kind.MODIFIED));
      }
    }
  }

  private void compareBelow(String path, String name, MergedDirectory lower, Directory upper)
      throws ErrnoException {
    Directory opened;
    try {
      opened = upper.openDirectory(name);
    } catch (ErrnoException e) {
      if (e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR) || e.is(Errno.ELOOP)) {
        return; // it was exchanged meanwhile
      }
      throw e;
    }
    try (opened;
        var below = lower.enter(name)) {
      compare(path, below, opened);
    }
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

  private static Optional<FileStat> find(Directory directory, String name) throws ErrnoException {
    try {
      return Optional.of(directory.stat(name));
    } catch (ErrnoException e) {
      if (e.is(Errno.ENOENT)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static byte[] capability(MergedDirectory directory, String name) throws ErrnoException {
    return directory.findXattr(name, CAPABILITY).orElse(new byte[0]);
  }

  private static byte[] capability(Directory directory, String name) throws ErrnoException {
    try (var xattrs = directory.xattrs(name)) {
      return xattrs.find(CAPABILITY).orElse(new byte[0]);
    } catch (ErrnoException e) {
      if (e.is(Errno.ENOENT)) {
        return new byte[0];
      }
      throw e;
    }
  }
}
