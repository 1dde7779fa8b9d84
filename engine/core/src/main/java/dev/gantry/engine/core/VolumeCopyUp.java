package dev.gantry.engine.core;

import dev.gantry.oci.archive.ArchiveOptions;
import dev.gantry.oci.archive.ExtractOptions;
import dev.gantry.oci.archive.TarWriter;
import dev.gantry.oci.archive.TreeArchiver;
import dev.gantry.oci.archive.TreeExtractor;
import dev.gantry.oci.archive.Whiteouts;
import dev.gantry.platform.errors.InternalException;
import dev.gantry.platform.errors.NotFoundException;
import dev.gantry.platform.lifecycle.BytePipe;
import dev.gantry.platform.lifecycle.TaskScope;
import dev.gantry.platform.linux.Directory;
import dev.gantry.platform.linux.Errno;
import dev.gantry.platform.linux.ErrnoException;
import dev.gantry.platform.linux.Lookup;
import java.io.IOException;
import java.nio.file.Path;

/// Fills an empty volume with what the image has at the place where it will be mounted, owners and
/// modes included, so that programs find what their image promised.
///
/// Both ends are used through descriptors and the copy goes through the archive code, so links in
/// the image lead nowhere outside of it.
final class VolumeCopyUp {
  private static final int PIPE = 256 << 10;

  /// @param root where the container's root file system is mounted
  /// @param destination the mount's place in the container
  /// @param data the volume's directory
  void fill(Path root, String destination, Path data) throws InterruptedException {
    try (var image = Directory.open(root, Lookup.IN_ROOT);
        var volume = Directory.open(data, Lookup.IN_ROOT)) {
      if (volume.list().isEmpty() && isDirectory(image, destination)) {
        copy(image, destination, volume);
      }
    } catch (IOException e) {
      throw new InternalException("fill the volume for " + destination + ": " + e.getMessage(), e);
    }
  }

  private static boolean isDirectory(Directory image, String path) throws ErrnoException {
    try (var _ = image.openDirectory(path + "/.")) {
      return true;
    } catch (ErrnoException e) {
      if (e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR)) {
        return false;
      }
      throw e;
    }
  }

  private static void copy(Directory image, String path, Directory volume)
      throws IOException, InterruptedException {
    var pipe = new BytePipe(PIPE);
    try (var in = pipe.source();
        var out = pipe.sink();
        var scope = TaskScope.open("copy " + path)) {
      scope.fork(
          () -> {
            try (out;
                var tar = new TarWriter(out, TarWriter.Times.SECONDS)) {
              TreeArchiver.write(image, path + "/.", ".", tar, ArchiveOptions.PLAIN);
            } catch (NotFoundException vanished) {
              // Nobody runs in there yet; an image layer does not lose files.
            }
            return true;
          });
      scope.fork(
          () -> {
            // Closed also after a failure, so that nobody goes on writing.
            try (in) {
              TreeExtractor.extract(in, volume, ExtractOptions.layer(Whiteouts.PLAIN));
            }
            return true;
          });
      scope.join();
    }
  }
}
