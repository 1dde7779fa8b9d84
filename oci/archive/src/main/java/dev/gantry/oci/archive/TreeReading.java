package dev.gantry.oci.archive;

import dev.gantry.platform.errors.NotFoundException;
import dev.gantry.platform.linux.Directory;
import dev.gantry.platform.linux.DirectoryEntry;
import dev.gantry.platform.linux.Errno;
import dev.gantry.platform.linux.ErrnoException;
import dev.gantry.platform.linux.Fd;
import dev.gantry.platform.linux.FileStat;
import dev.gantry.platform.linux.Lookup;
import dev.gantry.platform.linux.OpenFlag;
import dev.gantry.platform.linux.Xattrs;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// The system calls of [TreeArchiver], which fails by `IOException` only for what it writes.
/// Where a name may have vanished or become something else since it was listed, the result is
/// empty.
final class TreeReading {
  private static final byte[] OPAQUE_YES = {'y'};

  private TreeReading() {}

  private interface Call<T> {
    T run() throws ErrnoException;
  }

  private static <T> T call(String path, Call<T> call) {
    try {
      return call.run();
    } catch (ErrnoException e) {
      throw TreeFailure.of("archive " + path, e);
    }
  }

  private static <T> Optional<T> find(String path, Call<T> call) {
    return call(
        path,
        () -> {
          try {
            return Optional.of(call.run());
          } catch (ErrnoException e) {
            if (e.is(Errno.ENOENT)
                || e.is(Errno.ENOTDIR)
                || e.is(Errno.ELOOP)
                || e.is(Errno.EINVAL)) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  /// Opens a directory below the root, following links inside it.
  static Directory openStart(Directory root, String path) {
    return find(
            path,
            () ->
                new Directory(
                    root.open(
                        path.isEmpty() ? "." : path,
                        Lookup.IN_ROOT,
                        0,
                        OpenFlag.READ_ONLY,
                        OpenFlag.DIRECTORY),
                    Lookup.NO_SYMLINKS))
        .orElseThrow(() -> new NotFoundException("no such directory: " + path));
  }

  static FileStat stat(Fd file, String path) {
    return call(path, file::stat);
  }

  static Optional<FileStat> findStat(Directory parent, String name, String path) {
    return find(path, () -> parent.stat(name));
  }

  /// A directory on the way, open until others have been used.
  static Optional<Directory> findOpen(OpenDirectories directories, String path) {
    return find(path, () -> directories.get(path));
  }

  static Optional<String> findTarget(Directory parent, String name, String path) {
    return find(path, () -> parent.readLink(name));
  }

  /// Opens a file for reading, without waiting should it be a FIFO by now.
  static Optional<Fd> findFile(Directory parent, String name, String path) {
    return find(
        path,
        () -> parent.open(name, OpenFlag.READ_ONLY, OpenFlag.NO_FOLLOW, OpenFlag.NON_BLOCKING));
  }

  static List<DirectoryEntry> list(Directory directory, String path) {
    return call(path, directory::list);
  }

  static int read(Fd file, String path, ByteBuffer into) {
    return call(path, () -> file.read(into));
  }

  static boolean isOpaque(Fd directory, String path) {
    return call(path, () -> Xattrs.of(directory).find(ExtractTarget.OPAQUE_ATTRIBUTE))
        .filter(value -> Arrays.equals(value, OPAQUE_YES))
        .isPresent();
  }

  static TarXattrs xattrs(Fd file, String path, Predicate<String> wanted) {
    return call(path, () -> read(Xattrs.of(file), wanted));
  }

  static TarXattrs xattrs(Directory parent, String name, String path, Predicate<String> wanted) {
    return find(
            path,
            () -> {
              try (var xattrs = parent.xattrs(name)) {
                return read(xattrs, wanted);
              }
            })
        .orElse(TarXattrs.NONE);
  }

  private static TarXattrs read(Xattrs xattrs, Predicate<String> wanted) throws ErrnoException {
    var found = new HashMap<String, byte[]>();
    for (String name : xattrs.names()) {
      // An equals sign would end the name in a PAX record.
      if (wanted.test(name) && name.indexOf('=') < 0) {
        xattrs.find(name).ifPresent(value -> found.put(name, value));
      }
    }
    return TarXattrs.of(found);
  }
}
