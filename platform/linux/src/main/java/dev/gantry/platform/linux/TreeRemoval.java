package dev.gantry.platform.linux;

/// Removes a directory with all below it, without following links.
///
/// It recurses, with one open directory per level; what lies deeper than [#MAX_DEPTH] is moved up
/// to the top first, so trees deeper than stack and descriptors allow are removed as well.
final class TreeRemoval {
  private static final int MAX_DEPTH = 200;

  private final Directory top;
  private int moved;

  private TreeRemoval(Directory top) {
    this.top = top;
  }

  static void remove(Directory root, String path) throws ErrnoException {
    if (unlinked(root, path)) {
      return;
    }
    try (var top = enter(root, path)) {
      new TreeRemoval(top).run();
    }
    root.removeDirectory(path);
  }

  private void run() throws ErrnoException {
    int movedBefore;
    do {
      movedBefore = moved;
      clear(top, 1);
    } while (moved > movedBefore);
  }

  private void clear(Directory directory, int depth) throws ErrnoException {
    for (DirectoryEntry entry : directory.list()) {
      if (entry.type() != FileType.DIRECTORY && unlinked(directory, entry.name())) {
        continue;
      }
      if (depth > MAX_DEPTH) {
        moveUp(directory, entry.name());
        continue;
      }
      try (var child = enter(directory, entry.name())) {
        clear(child, depth + 1);
      }
      directory.removeDirectory(entry.name());
    }
  }

  /// Never enters what is mounted below: those are somebody's files, not ours to remove.
  private static Directory enter(Directory parent, String path) throws ErrnoException {
    try (var at = parent.locate(path)) {
      return new Directory(RootedOpen.openSameMount(at.parent(), at.plainName()), Lookup.BENEATH);
    }
  }

  private void moveUp(Directory from, String name) throws ErrnoException {
    while (true) {
      try {
        moved++;
        from.rename(name, top, ".removing-" + moved, RenameFlag.NO_REPLACE);
        return;
      } catch (ErrnoException e) {
        if (!e.is(Errno.EEXIST)) {
          throw e;
        }
      }
    }
  }

  /// Whether the name is gone now; not so when it is a directory's.
  private static boolean unlinked(Directory directory, String name) throws ErrnoException {
    try {
      directory.unlink(name);
      return true;
    } catch (ErrnoException e) {
      if (e.is(Errno.ENOENT)) {
        return true;
      }
      if (e.is(Errno.EISDIR)) {
        return false;
      }
      throw e;
    }
  }
}
