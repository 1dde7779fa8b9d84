package dev.gantry.platform.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/// Unpacks SQLite's shared library once into a private directory, and has the driver load it from
/// there. Left alone, the driver unpacks a fresh copy into the shared temporary folder at each
/// start: slower, left behind by every kill -9, and impossible where that folder is mounted noexec.
final class SqliteLibrary {
  private SqliteLibrary() {}

  /// Loads the library unless it is loaded; the first directory of the process wins.
  static synchronized void load(Path directory) throws IOException {
    if (System.getProperty("org.sqlite.lib.path") != null) {
      return;
    }
    Files.createDirectories(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Path library =
        directory.resolve(
            SQLiteJDBCLoader.getVersion() + "-" + LibraryLoaderUtil.getNativeLibName());
    byte[] expected = packed();
    if (!Files.exists(library) || !Arrays.equals(Files.readAllBytes(library), expected)) {
      unpack(expected, library);
    }
    System.setProperty("org.sqlite.lib.path", directory.toAbsolutePath().toString());
    System.setProperty("org.sqlite.lib.name", library.getFileName().toString());
  }

  private static byte[] packed() throws IOException {
    String resource =
        LibraryLoaderUtil.getNativeLibResourcePath() + "/" + LibraryLoaderUtil.getNativeLibName();
    try (InputStream in = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("sqlite-jdbc has no library " + resource);
      }
      return in.readAllBytes();
    }
  }

  /// Writes under another name first: a process that starts meanwhile never loads half a library.
  private static void unpack(byte[] bytes, Path library) throws IOException {
    Path unfinished = Files.createTempFile(library.getParent(), "unpacking-", "");
    try {
      Files.write(unfinished, bytes);
      Files.move(unfinished, library, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw new IOException("cannot rename within " + library.getParent(), e);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }
}
