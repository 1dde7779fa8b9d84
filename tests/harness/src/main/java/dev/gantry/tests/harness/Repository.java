package dev.gantry.tests.harness;

import java.nio.file.Files;
import java.nio.file.Path;

/// The checkout under test.
public final class Repository {
  private Repository() {}

  /// The folder that holds the launcher: the property `gantry.repository`, or the nearest parent
  /// of the working folder that has one.
  public static Path root() {
    var named = System.getProperty("gantry.repository");
    if (named != null) {
      return Path.of(named).toAbsolutePath().normalize();
    }
    for (var folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      if (Files.isExecutable(folder.resolve("gantry"))) {
        return folder;
      }
    }
    throw new IllegalStateException("no ./gantry here or above; set -Dgantry.repository");
  }

  public static Path launcher() {
    return root().resolve("gantry");
  }
}
