package dev.gantry.engine.core;

import dev.gantry.engine.runtime.MountSpec;
import dev.gantry.engine.volumes.Volumes;
import dev.gantry.platform.errors.InternalException;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.linux.Directory;
import dev.gantry.platform.linux.Lookup;
import dev.gantry.platform.linux.OpenFlag;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Makes the sources of a container's mounts ready: creates missing host directories of `-v`, and
/// fills new volumes with what the image has at their place.
final class ContainerMounts {
  private final Volumes volumes;
  private final VolumeCopyUp copyUp;

  ContainerMounts(Volumes volumes, VolumeCopyUp copyUp) {
    this.volumes = volumes;
    this.copyUp = copyUp;
  }

  /// @param root where the container's root file system is mounted
  List<MountSpec> prepare(ContainerRecord record, Path root) throws InterruptedException {
    List<MountSpec> ready = new ArrayList<>();
    for (MountPoint mount : record.mounts()) {
      ready.add(TaskSpecs.mount(mount, source(mount, root)));
    }
    return ready;
  }

  private Path source(MountPoint mount, Path root) throws InterruptedException {
    return switch (mount.type()) {
      case "bind" -> bindSource(Path.of(mount.source()));
      case "volume" -> volumeSource(mount, root);
      default -> Path.of("/"); // a tmpfs has no source
    };
  }

  private static Path bindSource(Path source) {
    try {
      if (!Files.exists(source)) {
        Files.createDirectories(source);
      }
    } catch (FileAlreadyExistsException raced) {
      // Somebody else made it.
    } catch (IOException e) {
      throw new InternalException(
          "error while creating mount source path '" + source + "': mkdir " + e.getMessage(), e);
    }
    return source;
  }

  private Path volumeSource(MountPoint mount, Path root) throws InterruptedException {
    Path data = volumes.get(mount.name()).data();
    if (mount.copyUp()) {
      copyUp.fill(root, mount.destination(), data);
    }
    if (mount.subpath().isEmpty()) {
      return data;
    }
    // The volume's content is a container's: a link in it must not lead out of it.
    try (var volume = Directory.open(data, Lookup.IN_ROOT);
        var inside = volume.open(mount.subpath(), OpenFlag.PATH)) {
      return Files.readSymbolicLink(inside.path());
    } catch (IOException e) {
      throw new InvalidArgumentException(
          "cannot access path " + mount.subpath() + " in volume " + mount.name(), e);
    }
  }
}
