package dev.gantry.app.daemon;

import dev.gantry.platform.errors.InternalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// The daemon's two roots, for root's eyes only: images hold other people's set-user-id programs,
/// and mounts of containers lie below.
final class Directories {
  private Directories() {}

  static void prepare(DaemonConfig config) {
    makePrivate(config.dataRoot());
    makePrivate(config.dataRoot().resolve("containers"));
    // The socket lies here by default, and clients must get to it.
    make(config.execRoot(), "rwx--x--x");
    makePrivate(config.execRoot().resolve("containers"));
  }

  private static void makePrivate(Path directory) {
    make(directory, "rwx------");
  }

  private static void make(Path directory, String permissions) {
    try {
      Files.createDirectories(directory);
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(permissions));
    } catch (IOException e) {
      throw new InternalException("prepare directory " + directory + ": " + e, e);
    }
  }
}
