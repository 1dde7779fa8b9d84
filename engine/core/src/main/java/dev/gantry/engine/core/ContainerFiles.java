package dev.gantry.engine.core;

import dev.gantry.engine.snapshots.Change;
import dev.gantry.oci.archive.ArchiveOptions;
import dev.gantry.oci.archive.Decompression;
import dev.gantry.oci.archive.ExpansionLimits;
import dev.gantry.oci.archive.ExtractOptions;
import dev.gantry.oci.archive.TarWriter;
import dev.gantry.oci.archive.TreeArchiver;
import dev.gantry.oci.archive.TreeExtractor;
import dev.gantry.platform.errors.InternalException;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.errors.NotFoundException;
import dev.gantry.platform.errors.PermissionDeniedException;
import dev.gantry.platform.errors.Subject;
import dev.gantry.platform.linux.Directory;
import dev.gantry.platform.linux.Errno;
import dev.gantry.platform.linux.ErrnoException;
import dev.gantry.platform.linux.FileStat;
import dev.gantry.platform.linux.OpenFlag;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/// The files of a container from outside: `cp` both ways, `export`, `diff`. Works on containers
/// that run and on those that do not.
///
/// A container may change its tree all the while, so names are only ever resolved by the kernel,
/// inside the container's root.
public final class ContainerFiles {
  private final Containers containers;
  private final ContainerRootfs rootfs;
  private final ContainerView views;
  private final ContainerEvents events;

  ContainerFiles(Containers containers, ContainerRootfs rootfs, ContainerEvents events) {
    this.containers = containers;
    this.rootfs = rootfs;
    this.views = new ContainerView(rootfs);
    this.events = events;
  }

  /// A file as clients are told of it before they get it.
  ///
  /// @param linkTarget where a symbolic link points, as it is written; empty for other files
  public record PathStat(String name, FileStat stat, String linkTarget) {}

  /// What is to be written to a client whose answer has not begun.
  public interface Content {
    PathStat stat();

    /// Writes the archive, to its end.
    void writeTo(OutputStream out) throws IOException, InterruptedException;
  }

  /// What there is at a path; a symbolic link is not followed.
  ///
  /// @throws NotFoundException when there is nothing
  public PathStat stat(String reference, String path) throws InterruptedException {
    var container = containers.get(reference);
    try (var view = views.open(container, path)) {
      return stat(container, view, path);
    }
  }

  /// Gives `reader` the archive of what is at a path.
  public void read(String reference, String path, Reader reader)
      throws IOException, InterruptedException {
    var container = containers.get(reference);
    try (var view = views.open(container, path)) {
      var stat = stat(container, view, path);
      events.publish(container, "archive-path");
      reader.take(
          new Content() {
            @Override
            public PathStat stat() {
              return stat;
            }

            @Override
            public void writeTo(OutputStream out) throws IOException, InterruptedException {
              try (var tar = new TarWriter(out, TarWriter.Times.SECONDS)) {
                TreeArchiver.write(
                    view.root(), view.path(), baseName(path), tar, ArchiveOptions.PLAIN);
              }
            }
          });
    }
  }

  /// Takes an archive and sends it on.
  @FunctionalInterface
  public interface Reader {
    void take(Content content) throws IOException, InterruptedException;
  }

  private PathStat stat(Container container, ContainerView.View view, String path) {
    try {
      if (meansDirectory(view.path())) {
        try (var directory = view.root().open(view.path(), OpenFlag.PATH, OpenFlag.DIRECTORY)) {
          return new PathStat(baseName(path), directory.stat(), "");
        }
      }
      var stat = view.root().stat(view.path());
      String target = stat.isSymbolicLink() ? view.root().readLink(view.path()) : "";
      return new PathStat(baseName(path), stat, target);
    } catch (ErrnoException e) {
      throw missing(container, path, e);
    }
  }

  /// A path that ends in a slash or a dot is what is behind a link, and a directory.
  private static boolean meansDirectory(String path) {
    return path.endsWith("/") || path.endsWith("/.") || path.endsWith("/..") || path.equals(".");
  }

  private static RuntimeException missing(Container container, String path, ErrnoException cause) {
    if (cause.is(Errno.ENOENT) || cause.is(Errno.ENOTDIR)) {
      return new NotFoundException(
          "Could not find the file " + path + " in container " + container.name(),
          new Subject("file", path));
    }
    return new InternalException("look at " + path + ": " + cause.getMessage(), cause);
  }

  /// Extracts an archive, which may be compressed, into an existing directory.
  ///
  /// @param keepKinds refuse to replace a directory by something else, or the reverse
  /// @param keepOwners whether the archive's owners count; without it files belong to root
  /// @throws PermissionDeniedException when the container must not be written to
  public void write(
      String reference, String path, InputStream archive, boolean keepKinds, boolean keepOwners)
      throws IOException, InterruptedException {
    var container = containers.get(reference);
    try (var view = views.open(container, path);
        var directory = directory(container, view, path)) {
      if (!view.writable()) {
        throw new PermissionDeniedException(
            view.isRoot()
                ? "container rootfs is marked read-only"
                : "mounted volume is marked read-only");
      }
      try (var plain = Decompression.open(archive, ExpansionLimits.DEFAULT)) {
        var options = ExtractOptions.PLAIN.withKeepKinds(keepKinds);
        TreeExtractor.extract(
            plain,
            directory,
            keepOwners ? options : options.withOwnership(_ -> new ExtractOptions.Owner(0, 0)));
      }
    }
    events.publish(container, "extract-to-dir");
  }

  private static Directory directory(Container container, ContainerView.View view, String path) {
    try {
      // Links on the way to the directory, the last one too, lead where they lead inside.
      return view.root().openDirectory(view.path() + "/.");
    } catch (ErrnoException e) {
      if (e.is(Errno.ENOTDIR)) {
        throw new InvalidArgumentException("extraction point is not a directory");
      }
      throw missing(container, path, e);
    }
  }

  /// The container's whole tree without what is mounted into it.
  public void export(String reference, OutputStream out) throws IOException, InterruptedException {
    var container = containers.get(reference);
    rootfs.withTree(
        container.record(),
        root -> {
          try (var tar = new TarWriter(out, TarWriter.Times.SECONDS)) {
            TreeArchiver.write(root, "/", "", tar, ArchiveOptions.PLAIN);
          }
        });
    events.publish(container, "export");
  }

  /// What is different from the image.
  public List<Change> changes(String reference) {
    return rootfs.changes(containers.get(reference).id());
  }

  /// The last name of a path as Go's `filepath.Base` has it.
  static String baseName(String path) {
    String trimmed = path;
    while (trimmed.length() > 1 && trimmed.endsWith("/")) {
      trimmed = trimmed.substring(0, trimmed.length() - 1);
    }
    int slash = trimmed.lastIndexOf('/');
    return trimmed.equals("/") ? "/" : trimmed.substring(slash + 1);
  }
}
