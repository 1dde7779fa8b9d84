package dev.gantry.engine.runtime;

import dev.gantry.platform.errors.FailedPreconditionException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Finds the programs the runtime is made of.
///
/// @param directories where to look, in order
public record Programs(List<Path> directories) {
  public static final Programs INSTALLED =
      new Programs(
          List.of(
              Path.of("/usr/local/sbin"),
              Path.of("/usr/local/bin"),
              Path.of("/usr/sbin"),
              Path.of("/usr/bin"),
              Path.of("/sbin"),
              Path.of("/bin"),
              Path.of("/usr/libexec/podman"),
              Path.of("/usr/libexec/docker")));

  public Programs {
    directories = List.copyOf(directories);
  }

  Optional<Path> find(String name) {
    return directories.stream()
        .map(directory -> directory.resolve(name))
        .filter(Files::isExecutable)
        .filter(Files::isRegularFile)
        .findFirst();
  }

  /// Throws [FailedPreconditionException] when the program is not installed.
  Path require(String name) {
    return find(name)
        .orElseThrow(
            () ->
                new FailedPreconditionException(
                    name + " is not installed: no executable of that name in " + directories));
  }
}
