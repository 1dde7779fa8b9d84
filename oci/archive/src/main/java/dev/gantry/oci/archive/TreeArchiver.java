package dev.gantry.oci.archive;

import dev.gantry.oci.archive.TarEntry.Kind;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.errors.NotFoundException;
import dev.gantry.platform.lifecycle.PlatformWork;
import dev.gantry.platform.linux.DeviceNumber;
import dev.gantry.platform.linux.Directory;
import dev.gantry.platform.linux.DirectoryEntry;
import dev.gantry.platform.linux.Fd;
import dev.gantry.platform.linux.FileStat;
import dev.gantry.platform.linux.Lookup;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/// Writes a tree as an archive: the only code that does so, for layers, `docker export`, `cp`
/// and build contexts.
///
/// The tree may change meanwhile, and may be somebody's who means harm: it is walked by
/// directory descriptors inside the root, links are archived and never followed, a file that
/// vanishes is left out, one that shrinks is filled up with zeros, one that grows is cut. Names
/// are in order, so the same tree gives the same archive. Hard links within the tree stay hard
/// links; sockets are left out.
public final class TreeArchiver {
  private static final int MAX_PATH = 4096;

  private final TarWriter out;
  private final ArchiveOptions options;
  private final OpenDirectories directories;
  private final Deque<Level> levels = new ArrayDeque<>();
  private final Map<Inode, String> linked = new HashMap<>();
  private final byte[] buffer = new byte[64 * 1024];

  private record Inode(DeviceNumber device, long number) {}

  /// A directory on the way down.
  ///
  /// @param path relative to where the walk began
  /// @param prefix what names in it begin with in the archive
  /// @param names those still to be written
  private record Level(String path, String prefix, Iterator<String> names) {}

  private TreeArchiver(Directory start, TarWriter out, ArchiveOptions options) {
    this.directories = new OpenDirectories(start, Lookup.NO_SYMLINKS);
    this.out = out;
    this.options = options;
  }

  /// Writes what is at `path` below `root`, and all below that. The end of the archive is the
  /// caller's to write. The work is done on a platform thread, which also writes to the stream.
  ///
  /// @param path resolved inside the root; its last component is archived even if it is a link,
  ///     unless the path ends in `/` or `/.`
  /// @param as the name in the archive; with an empty one there is no entry for `path` itself,
  ///     and what is below it has names relative to it
  /// @throws IOException if the archive cannot be written
  /// @throws NotFoundException if there is nothing at the path
  /// @throws InterruptedException if the thread is interrupted between two entries
  public static void write(
      Directory root, String path, String as, TarWriter out, ArchiveOptions options)
      throws IOException, InterruptedException {
    PlatformWork.<IOException>run("tree-archive", () -> writeHere(root, path, as, out, options));
  }

  private static void writeHere(
      Directory root, String path, String as, TarWriter out, ArchiveOptions options)
      throws IOException, InterruptedException {
    var cleaned = TreePath.of(path);
    boolean follow = cleaned.isRoot() || path.endsWith("/") || path.endsWith("/.");
    try (var start = TreeReading.openStart(root, follow ? cleaned.full() : cleaned.parent())) {
      var archiver = new TreeArchiver(start, out, options);
      try (archiver.directories) {
        if (follow) {
          archiver.writeDirectory(start, "", as);
        } else if (!archiver.write(start, "", cleaned.name(), as)) {
          throw new NotFoundException("no such file or directory: " + path);
        }
        archiver.writeLevels();
      }
    }
  }

  private void writeLevels() throws IOException, InterruptedException {
    while (!levels.isEmpty()) {
      var level = levels.getLast();
      if (!level.names().hasNext()) {
        levels.removeLast();
        continue;
      }
      if (Thread.interrupted()) {
        throw new InterruptedException("archiving interrupted");
      }
      String name = level.names().next();
      requireWritable(level.prefix(), name);
      var directory = TreeReading.findOpen(directories, level.path());
      if (directory.isPresent()) {
        write(directory.get(), level.path(), name, level.prefix() + name);
      }
    }
  }

  /// Writes one name of a directory, at `path`; false if it is not there.
  private boolean write(Directory parent, String path, String name, String as) throws IOException {
    var found = TreeReading.findStat(parent, name, as);
    if (found.isEmpty()) {
      return false;
    }
    var stat = found.get();
    switch (stat.type()) {
      case REGULAR -> writeFile(parent, name, as);
      case DIRECTORY -> {
        String below = path.isEmpty() ? name : path + "/" + name;
        var directory = TreeReading.findOpen(directories, below);
        if (directory.isPresent()) {
          writeDirectory(directory.get(), below, as);
        }
      }
      case SYMBOLIC_LINK -> {
        var target = TreeReading.findTarget(parent, name, as);
        if (target.isPresent()) {
          writeOther(parent, name, as, stat, new Kind.Symlink(target.get()));
        }
      }
      case CHARACTER_DEVICE -> writeCharDevice(parent, name, as, stat);
      case BLOCK_DEVICE -> {
        var device = stat.deviceId();
        writeOther(parent, name, as, stat, new Kind.BlockDevice(device.major(), device.minor()));
      }
      case FIFO -> writeOther(parent, name, as, stat, new Kind.Fifo());
      case SOCKET, UNKNOWN -> {}
    }
    return true;
  }

  /// Writes the entry of a directory, and notes its names to be written next.
  private void writeDirectory(Directory directory, String path, String as) throws IOException {
    var stat = TreeReading.stat(directory.fd(), as);
    if (!as.isEmpty()) {
      var entry =
          entry(as, new Kind.Directory(), stat)
              .withXattrs(TreeReading.xattrs(directory.fd(), as, options.xattrs()));
      var selected = options.selection().select(entry);
      if (selected.isEmpty()) {
        return;
      }
      out.write(selected.get());
    }
    String prefix = as.isEmpty() || as.endsWith("/") ? as : as + "/";
    if (isLayer() && TreeReading.isOpaque(directory.fd(), as)) {
      writeSelected(TarEntry.file(prefix + WhiteoutName.OPAQUE, 0, 0, stat.modified()));
    }
    var names = TreeReading.list(directory, as).stream().map(DirectoryEntry::name).sorted();
    levels.addLast(new Level(path, prefix, names.iterator()));
  }

  private void requireWritable(String prefix, String name) {
    if (prefix.length() + name.length() > MAX_PATH) {
      throw new InvalidArgumentException(
          "archive %s…: path of more than %d bytes".formatted(prefix.substring(0, 40), MAX_PATH));
    }
    if (isLayer() && name.startsWith(WhiteoutName.PREFIX)) {
      throw new InvalidArgumentException(
          "archive %s%s: in a layer this name would mean a deletion".formatted(prefix, name));
    }
  }

  private boolean isLayer() {
    return options.whiteouts() == Whiteouts.OVERLAY;
  }

  private void writeCharDevice(Directory parent, String name, String as, FileStat stat)
      throws IOException {
    if (isLayer() && stat.isWhiteout()) {
      String above = as.substring(0, as.length() - name.length());
      writeSelected(TarEntry.file(above + WhiteoutName.PREFIX + name, 0, 0, stat.modified()));
      return;
    }
    var device = stat.deviceId();
    writeOther(parent, name, as, stat, new Kind.CharDevice(device.major(), device.minor()));
  }

  private void writeSelected(TarEntry entry) throws IOException {
    var selected = options.selection().select(entry);
    if (selected.isPresent()) {
      out.write(selected.get());
    }
  }

  /// Writes an entry without bytes, or a hard link to it if it was written before.
  private void writeOther(Directory parent, String name, String as, FileStat stat, Kind kind)
      throws IOException {
    var entry = entry(as, kind, stat);
    var before = earlierName(stat, as);
    writeSelected(
        before.isPresent()
            ? entry.withKind(new Kind.HardLink(before.get()))
            : entry.withXattrs(TreeReading.xattrs(parent, name, as, options.xattrs())));
  }

  private void writeFile(Directory parent, String name, String as) throws IOException {
    var opened = TreeReading.findFile(parent, name, as);
    if (opened.isEmpty()) {
      return;
    }
    try (Fd file = opened.get()) {
      var stat = TreeReading.stat(file, as);
      if (!stat.isRegular()) {
        return; // it was exchanged meanwhile
      }
      var entry = entry(as, new Kind.File(stat.size()), stat);
      var before = earlierName(stat, as);
      if (before.isPresent()) {
        writeSelected(entry.withKind(new Kind.HardLink(before.get())));
        return;
      }
      var selected =
          options
              .selection()
              .select(entry.withXattrs(TreeReading.xattrs(file, as, options.xattrs())));
      if (selected.isPresent()) {
        copy(file, as, stat.size(), out.begin(selected.get()));
      }
    }
  }

  private void copy(Fd file, String as, long size, OutputStream into) throws IOException {
    long left = size;
    while (left > 0) {
      int wanted = (int) Math.min(left, buffer.length);
      int count = TreeReading.read(file, as, ByteBuffer.wrap(buffer, 0, wanted));
      if (count <= 0) {
        Arrays.fill(buffer, 0, wanted, (byte) 0);
        count = wanted;
      }
      into.write(buffer, 0, count);
      left -= count;
    }
  }

  /// The name under which this file is in the archive already, if it has several.
  private Optional<String> earlierName(FileStat stat, String as) {
    return stat.links() < 2
        ? Optional.empty()
        : Optional.ofNullable(linked.putIfAbsent(new Inode(stat.device(), stat.inode()), as));
  }

  private static TarEntry entry(String as, Kind kind, FileStat stat) {
    return new TarEntry(
        as,
        kind,
        stat.permissions(),
        stat.uid(),
        stat.gid(),
        "",
        "",
        stat.modified(),
        TarXattrs.NONE);
  }
}
