package dev.gantry.oci.archive;

import dev.gantry.oci.archive.TarEntry.Kind;
import dev.gantry.platform.errors.InvalidArgumentException;

/// What the name of an entry says in the grammar of whiteouts. Everything that starts with
/// `.wh.` is reserved, so what does not parse is refused instead of becoming a file.
sealed interface WhiteoutName {
  /// The start of all reserved names.
  String PREFIX = ".wh.";

  /// The name by which a directory hides everything below it.
  String OPAQUE = ".wh..wh..opq";

  /// The entry is a file like any other.
  record None() implements WhiteoutName {}

  /// The directory the entry is in hides what lies below.
  record Opaque() implements WhiteoutName {}

  /// `name`, in the directory of the entry, is deleted.
  record Deleted(String name) implements WhiteoutName {}

  /// The bookkeeping of aufs, which older layers contain and everybody ignores.
  record Bookkeeping() implements WhiteoutName {}

  static WhiteoutName parse(TreePath path, Kind kind) {
    if (path.full().startsWith(PREFIX + PREFIX) && !path.name().equals(OPAQUE)) {
      return new Bookkeeping(); // it lies at the top, and so do all directories of it
    }
    if (path.parent().startsWith(PREFIX) || path.parent().contains("/" + PREFIX)) {
      throw refused(path, "is below a whiteout");
    }
    if (!path.name().startsWith(PREFIX)) {
      return new None();
    }
    if (!(kind instanceof Kind.File || kind instanceof Kind.HardLink)) {
      throw refused(path, "is not a file");
    }
    if (path.name().equals(OPAQUE)) {
      return new Opaque();
    }
    String deleted = path.name().substring(PREFIX.length());
    if (deleted.isEmpty() || deleted.equals(".") || deleted.equals("..")) {
      throw refused(path, "names nothing");
    }
    if (deleted.startsWith(PREFIX)) {
      return new Bookkeeping();
    }
    return new Deleted(deleted);
  }

  private static InvalidArgumentException refused(TreePath path, String why) {
    return new InvalidArgumentException("whiteout %s %s".formatted(path.full(), why));
  }
}
