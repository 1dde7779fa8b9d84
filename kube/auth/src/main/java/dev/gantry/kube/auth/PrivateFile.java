package dev.gantry.kube.auth;

import dev.gantry.platform.errors.UnavailableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// A small file of secrets, mode 0600, that is there as a whole or not at all.
record PrivateFile(Path path) {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  Optional<String> read() {
    try {
      return Optional.of(Files.readString(path));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UnavailableException("read " + path + ": " + e.getMessage(), e);
    }
  }

  void write(String content) {
    try {
      Path absolute = path.toAbsolutePath();
      Path directory = absolute.resolveSibling("");
      Path temporary = directory.resolve("." + path.getFileName() + ".new");
      Files.deleteIfExists(temporary);
      try (FileChannel file =
          FileChannel.open(
              temporary,
              EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
        ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          file.write(bytes);
        }
        file.force(true);
      }
      Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
      // From here on the new content is seen; what fails now only risks it in a power cut.
      try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
        entries.force(true);
      }
    } catch (IOException e) {
      throw new UnavailableException("write " + path + ": " + e.getMessage(), e);
    }
  }

  /// Writes unless the file says the same already.
  void writeIfDifferent(String content) {
    if (!read().equals(Optional.of(content))) {
      write(content);
    }
  }
}
