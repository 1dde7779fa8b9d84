package dev.gantry.engine.runtime;

import dev.gantry.platform.errors.InvalidArgumentException;
import java.nio.file.Path;
import java.util.List;

/// A mount the user asked for, on top of the ones each task has. A mount whose destination
/// equals that of a standing one (`/dev/shm`) takes its place; `/proc`, `/sys`, `/dev`
/// themselves and everything below `/proc` are refused.
public sealed interface MountSpec {
  String destination();

  /// A directory or file of the host.
  ///
  /// @param recursive whether mounts below the source come along
  record Bind(
      Path source, String destination, boolean readOnly, boolean recursive, Propagation propagation)
      implements MountSpec {
    public Bind {
      requireAbsolute(destination);
    }

    public static Bind readWrite(Path source, String destination) {
      return new Bind(source, destination, false, true, Propagation.RPRIVATE);
    }
  }

  /// Memory that is gone when the task is.
  ///
  /// @param options mount(8) words such as `size=64m`, `mode=1777`, `ro`, `exec`
  record Tmpfs(String destination, List<String> options) implements MountSpec {
    public Tmpfs {
      requireAbsolute(destination);
      options = List.copyOf(options);
    }
  }

  /// How mounts made later travel between host and container, in mount(8)'s words.
  enum Propagation {
    PRIVATE("private"),
    RPRIVATE("rprivate"),
    SLAVE("slave"),
    RSLAVE("rslave"),
    SHARED("shared"),
    RSHARED("rshared");

    private final String option;

    Propagation(String option) {
      this.option = option;
    }

    String option() {
      return option;
    }
  }

  private static void requireAbsolute(String destination) {
    if (!destination.startsWith("/") || destination.indexOf('\0') >= 0) {
      throw new InvalidArgumentException(
          "invalid mount path: '" + destination + "' mount path must be absolute");
    }
  }
}
