package dev.gantry.oci.archive;

import java.util.function.Predicate;

/// How a tree becomes an archive.
///
/// @param whiteouts whether overlayfs's deletions are written as whiteouts
/// @param xattrs which extended attributes are written, by name
/// @param selection which entries are written, under which names
public record ArchiveOptions(
    Whiteouts whiteouts, Predicate<String> xattrs, EntrySelection selection) {

  /// Files as they are, with the attributes that are the same on every machine: capabilities
  /// and those of users.
  public static final ArchiveOptions PLAIN =
      new ArchiveOptions(Whiteouts.PLAIN, ArchiveOptions::isPortable, EntrySelection.ALL);

  /// The changes in the upper directory of an overlay, as a layer.
  public static final ArchiveOptions LAYER =
      new ArchiveOptions(Whiteouts.OVERLAY, ArchiveOptions::isPortable, EntrySelection.ALL);

  public ArchiveOptions withSelection(EntrySelection other) {
    return new ArchiveOptions(whiteouts, xattrs, other);
  }

  private static boolean isPortable(String name) {
    return name.equals("security.capability")
        || (name.startsWith("user.") && !name.startsWith("user.overlay."));
  }
}
