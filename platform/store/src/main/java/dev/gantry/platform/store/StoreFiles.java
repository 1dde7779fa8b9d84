package dev.gantry.platform.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/// The database file and its neighbours.
final class StoreFiles {
  private StoreFiles() {}

  static Path beside(Path file, String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }

  /// Makes an empty file that only its owner may read, unless it exists. Values may be secrets, so
  /// this must happen before SQLite makes the file; SQLite then gives its log the same mode.
  static void createPrivate(Path file) throws IOException {
    try {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (FileAlreadyExistsException e) {
      // Opened before.
    }
  }

  /// Gives a complete file its name, for good.
  static void moveIntoPlace(Path file, Path name) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(file, name, StandardCopyOption.ATOMIC_MOVE);
    syncDirectoryOf(name);
  }

  static void deleteDatabase(Path file) throws IOException {
    for (String suffix : List.of("", "-wal", "-shm", "-journal")) {
      Files.deleteIfExists(beside(file, suffix));
    }
  }

  /// Makes new names, renames and removals in the file's directory durable.
  static void syncDirectoryOf(Path file) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
