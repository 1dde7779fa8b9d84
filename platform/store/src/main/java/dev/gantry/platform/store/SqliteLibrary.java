package dev.gantry.platform.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.sqlite.SQLiteJDBCLoader;

/// Unpacks SQLite's shared library once into a private directory, and has the driver load it from
/// there. Left alone, the driver unpacks a fresh copy into the shared temporary folder at each
/// start: slower, left behind by every kill -9, and impossible where that folder is mounted noexec.
final class SqliteLibrary {
  private static final String PATH_PROPERTY = "org.sqlite.lib.path";

  private SqliteLibrary() {}

  /// Tells the driver where its library is; the first directory of the process wins.
  static synchronized void prepare(Path directory) throws IOException {
    if (System.getProperty(PATH_PROPERTY) != null) {
      return;
    }
    Files.createDirectories(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Path library = directory.resolve("libsqlitejdbc-" + SQLiteJDBCLoader.getVersion() + ".so");
    if (!Files.exists(library)) {
      unpack(library);
    }
    System.setProperty(PATH_PROPERTY, directory.toAbsolutePath().toString());
    System.setProperty("org.sqlite.lib.name", library.getFileName().toString());
    // Where the driver looks for copies it has left behind; there are none.
    System.setProperty("org.sqlite.tmpdir", directory.toAbsolutePath().toString());
  }

  /// Gives the library its name when it is complete and on the disk: whatever has the name can be
  /// loaded.
  private static void unpack(Path library) throws IOException {
    // The driver knows this path too, but lists what is mapped into the process to find it.
    String machine = System.getProperty("os.arch").equals("amd64") ? "x86_64" : "aarch64";
    String resource = "/org/sqlite/native/Linux/" + machine + "/libsqlitejdbc.so";
    Path unfinished = Files.createTempFile(library.getParent(), "unpacking-", "");
    try (InputStream in = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("sqlite-jdbc has no library " + resource);
      }
      Files.copy(in, unfinished, StandardCopyOption.REPLACE_EXISTING);
      StoreFiles.moveIntoPlace(unfinished, library);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }
}
