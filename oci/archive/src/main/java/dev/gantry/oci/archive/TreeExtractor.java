package dev.gantry.oci.archive;

import dev.gantry.oci.archive.ExtractOptions.Owner;
import dev.gantry.oci.archive.TarEntry.Kind;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.lifecycle.PlatformWork;
import dev.gantry.platform.linux.DeviceNumber;
import dev.gantry.platform.linux.Directory;
import dev.gantry.platform.linux.ErrnoException;
import dev.gantry.platform.linux.Fd;
import dev.gantry.platform.linux.FileType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/// Writes an archive as a tree below a directory: the only code that does so, for layers,
/// `docker load`, `import`, `cp`, `ADD` and build contexts.
///
/// Whatever the archive says, and whoever changes the tree meanwhile, nothing outside the root
/// is touched: the kernel resolves every name inside the root, the last component is never
/// followed, and owner, mode, attributes and times are set without following anything.
///
/// An entry replaces what has its name, except that a directory in place of a directory keeps
/// its content and takes the new attributes. A hard link joins the file that is in the tree,
/// and leaves its attributes alone. Setuid bits are kept. Directories get their times at the
/// end, after their content. `trusted.*` attributes, those of overlayfs, and device nodes 0:0,
/// which overlayfs takes for deletions, are refused: only whiteouts speak of what is below.
public final class TreeExtractor {
  private final TarReader archive;
  private final ExtractOptions options;
  private final ExtractTarget target;

  private TreeExtractor(TarReader archive, Directory root, ExtractOptions options) {
    this.archive = archive;
    this.options = options;
    this.target = new ExtractTarget(root, options);
  }

  /// Extracts `tar`, which is not compressed, below `root`. The stream is read to its end, also
  /// past the end of the archive, so that its hash is complete. A failure leaves the tree half
  /// extracted; the caller owns it and removes it. The work is done on a platform thread, which
  /// also reads the stream.
  ///
  /// @throws IOException if the stream fails
  /// @throws InvalidArgumentException if the archive is malformed, beyond a limit, or asks for
  ///     what cannot be
  /// @throws dev.gantry.platform.errors.ResourceExhaustedException if the disk is full
  /// @throws InterruptedException if the thread is interrupted between two entries
  public static void extract(InputStream tar, Directory root, ExtractOptions options)
      throws IOException, InterruptedException {
    var archive = new TarReader(tar, options.limits());
    PlatformWork.<IOException>run("tree-extract", new TreeExtractor(archive, root, options)::run);
  }

  private void run() throws IOException, InterruptedException {
    try (target) {
      for (var next = archive.next(); next.isPresent(); next = archive.next()) {
        if (Thread.interrupted()) {
          throw new InterruptedException("extraction interrupted");
        }
        var selected = options.selection().select(next.get());
        if (selected.isPresent()) {
          extract(selected.get());
        }
      }
      setDirectoryTimes();
    }
    archive.drain();
  }

  private void setDirectoryTimes() {
    try {
      target.finish();
    } catch (ErrnoException e) {
      throw TreeFailure.of("set the times of directories", e);
    }
  }

  private void extract(TarEntry entry) throws IOException {
    var path = TreePath.of(entry.path());
    var whiteout =
        options.whiteouts() == Whiteouts.PLAIN
            ? new WhiteoutName.None()
            : WhiteoutName.parse(path, entry.kind());
    try {
      switch (whiteout) {
        case WhiteoutName.None() -> write(path, entry);
        case WhiteoutName.Opaque() -> target.hideBelow(path.parent());
        case WhiteoutName.Deleted(String name) -> target.delete(path.sibling(name));
        case WhiteoutName.Bookkeeping() -> {}
      }
    } catch (ErrnoException e) {
      throw TreeFailure.of("extract " + entry.path(), e);
    }
  }

  private void write(TreePath path, TarEntry entry) throws IOException {
    var owner = options.ownership().of(entry);
    EntryAttributes.verify(entry, owner);
    if (path.isRoot()) {
      writeRoot(entry, owner);
      return;
    }
    switch (entry.kind()) {
      case Kind.File(long size) -> writeFile(path, entry, owner, size);
      case Kind.Directory() -> writeDirectory(path, entry, owner);
      case Kind.Symlink(String to) -> writeSymlink(path, entry, owner, to);
      case Kind.HardLink(String to) -> target.link(path, TreePath.of(to));
      case Kind.CharDevice(int major, int minor) ->
          writeNode(path, entry, owner, FileType.CHARACTER_DEVICE, device(entry, major, minor));
      case Kind.BlockDevice(int major, int minor) ->
          writeNode(path, entry, owner, FileType.BLOCK_DEVICE, device(entry, major, minor));
      case Kind.Fifo() -> writeNode(path, entry, owner, FileType.FIFO, DeviceNumber.WHITEOUT);
    }
  }

  private void writeRoot(TarEntry entry, Owner owner) throws ErrnoException {
    if (!(entry.kind() instanceof Kind.Directory)) {
      throw new InvalidArgumentException(
          "tar entry '%s' is the root but no directory".formatted(entry.path()));
    }
    if (options.rootEntry()) {
      EntryAttributes.applyUntimed(target.root().fd(), entry, owner);
      target.setTimesAtEnd(TreePath.ROOT, entry.modified());
    }
  }

  private void writeFile(TreePath path, TarEntry entry, Owner owner, long size) throws IOException {
    try (Fd file = target.create(path, parent -> parent.create(path.name(), 0600))) {
      long end =
          archive.readExtents(
              (offset, bytes, from, length) ->
                  file.writeFully(ByteBuffer.wrap(bytes, from, length), offset));
      if (end < size) {
        file.truncate(size); // it ends in a hole
      }
      EntryAttributes.apply(file, entry, owner);
    }
  }

  private void writeDirectory(TreePath path, TarEntry entry, Owner owner) throws ErrnoException {
    var directory = target.makeDirectory(path);
    EntryAttributes.applyUntimed(directory.fd(), entry, owner);
    target.setTimesAtEnd(path, entry.modified());
  }

  private void writeSymlink(TreePath path, TarEntry entry, Owner owner, String to)
      throws ErrnoException {
    target.create(
        path,
        parent -> {
          parent.makeSymbolicLink(path.name(), to);
          EntryAttributes.applyToLink(parent, path.name(), entry, owner);
          return path;
        });
  }

  private void writeNode(
      TreePath path, TarEntry entry, Owner owner, FileType type, DeviceNumber device)
      throws ErrnoException {
    target.create(
        path,
        parent -> {
          parent.makeNode(path.name(), type, 0600, device);
          EntryAttributes.applyToNode(parent, path.name(), entry, owner);
          return path;
        });
  }

  private static DeviceNumber device(TarEntry entry, int major, int minor) {
    if (major == 0 && minor == 0) {
      throw new InvalidArgumentException(
          "tar entry %s: device 0:0 is not for archives to make".formatted(entry.path()));
    }
    try {
      return new DeviceNumber(major, minor);
    } catch (IllegalArgumentException e) {
      throw new InvalidArgumentException(
          "tar entry %s: %s".formatted(entry.path(), e.getMessage()), e);
    }
  }
}
