package dev.gantry.oci.archive;

import java.time.Instant;

/// One member of a tar archive, without its bytes.
///
/// Names and link targets are kept as the archive has them, `..` and leading slashes included:
/// whoever extracts must resolve them inside a root. Bytes that are not UTF-8 are escaped as
/// [dev.gantry.platform.linux.FileNames] describes, so they survive a round trip.
///
/// @param path the name, without the trailing slash directories carry on the wire
/// @param mode permission bits with setuid, setgid and sticky: `mode & 07777`
public record TarEntry(
    String path,
    Kind kind,
    int mode,
    long uid,
    long gid,
    String userName,
    String groupName,
    Instant modified,
    TarXattrs xattrs) {

  /// What the entry is, with what only that kind has.
  public sealed interface Kind {
    record File(long size) implements Kind {}

    record Directory() implements Kind {}

    record Symlink(String target) implements Kind {}

    /// Another name of the file at `target`, which is a path in the archive, not relative to
    /// this entry's directory.
    record HardLink(String target) implements Kind {}

    record CharDevice(int major, int minor) implements Kind {}

    record BlockDevice(int major, int minor) implements Kind {}

    record Fifo() implements Kind {}
  }

  public TarEntry {
    if (path.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("tar entry name contains a zero byte");
    }
    mode &= 07777;
  }

  /// A root-owned entry without extended attributes and names of owners.
  public static TarEntry of(String path, Kind kind, int mode, Instant modified) {
    return new TarEntry(path, kind, mode, 0, 0, "", "", modified, TarXattrs.NONE);
  }

  /// A root-owned regular file.
  public static TarEntry file(String path, long size, int mode, Instant modified) {
    return of(path, new Kind.File(size), mode, modified);
  }

  /// A root-owned directory.
  public static TarEntry directory(String path, int mode, Instant modified) {
    return of(path, new Kind.Directory(), mode, modified);
  }

  /// The size of a regular file, 0 of anything else.
  public long size() {
    return kind instanceof Kind.File(long size) ? size : 0;
  }

  /// This entry under another name.
  public TarEntry withPath(String other) {
    return new TarEntry(other, kind, mode, uid, gid, userName, groupName, modified, xattrs);
  }

  /// This entry as another kind, say a hard link instead of a second copy.
  public TarEntry withKind(Kind other) {
    return new TarEntry(path, other, mode, uid, gid, userName, groupName, modified, xattrs);
  }

  /// This entry with another owner, by number.
  public TarEntry withOwner(long otherUid, long otherGid) {
    return new TarEntry(
        path, kind, mode, otherUid, otherGid, userName, groupName, modified, xattrs);
  }

  /// This entry with another time of modification.
  public TarEntry withModified(Instant other) {
    return new TarEntry(path, kind, mode, uid, gid, userName, groupName, other, xattrs);
  }

  /// This entry with other extended attributes.
  public TarEntry withXattrs(TarXattrs others) {
    return new TarEntry(path, kind, mode, uid, gid, userName, groupName, modified, others);
  }
}
