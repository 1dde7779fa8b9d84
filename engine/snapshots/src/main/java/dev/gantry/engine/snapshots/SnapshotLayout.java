package dev.gantry.engine.snapshots;

import dev.gantry.platform.linux.Directory;
import dev.gantry.platform.linux.Errno;
import dev.gantry.platform.linux.ErrnoException;
import dev.gantry.platform.linux.Fd;
import dev.gantry.platform.linux.Lookup;
import dev.gantry.platform.linux.OpenFlag;
import dev.gantry.platform.linux.RenameFlag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/// Where an [OverlaySnapshotter] keeps what. Every snapshot has a number, which stays when it
/// is committed:
///
/// ```
/// layers/<n>/fs      the tree of a committed layer
/// layers/<n>/layer   its record
/// active/<n>/fs      the changes of an active snapshot
/// active/<n>/active  its record
/// active/<n>/work    what overlayfs needs beside them
/// trash/<n>          what is being deleted
/// ```
///
/// A snapshot comes and goes by one rename of its directory, so none is ever half there.
final class SnapshotLayout implements AutoCloseable {
  static final String LAYERS = "layers";
  static final String ACTIVE = "active";
  static final String TRASH = "trash";
  static final String TREE = "fs";
  static final String OVERLAY_WORK = "work";
  static final String LAYER_RECORD = "layer";
  static final String ACTIVE_RECORD = "active";

  private final Path path;
  private final Directory root;
  private final AtomicLong lastNumber;

  private SnapshotLayout(Path path, Directory root, long lastNumber) {
    this.path = path;
    this.root = root;
    this.lastNumber = new AtomicLong(lastNumber);
  }

  static SnapshotLayout open(Path path) throws IOException {
    for (String name : List.of(LAYERS, ACTIVE, TRASH)) {
      Files.createDirectories(
          path.resolve(name),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    long last = 0;
    for (String name : List.of(LAYERS, ACTIVE, TRASH)) {
      for (long number : numbers(path.resolve(name))) {
        last = Math.max(last, number);
      }
    }
    return new SnapshotLayout(path, Directory.open(path, Lookup.NO_SYMLINKS), last);
  }

  Path path() {
    return path;
  }

  /// A number no snapshot has or had since the start.
  long newNumber() {
    return lastNumber.incrementAndGet();
  }

  /// The numbers in one of the directories; what has another name is not ours.
  List<Long> numbers(String directory) throws IOException {
    return numbers(path.resolve(directory));
  }

  private static List<Long> numbers(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("[1-9][0-9]{0,17}"))
          .map(Long::valueOf)
          .sorted()
          .toList();
    }
  }

  static String layer(long number) {
    return LAYERS + "/" + number;
  }

  static String active(long number) {
    return ACTIVE + "/" + number;
  }

  static String trash(long number) {
    return TRASH + "/" + number;
  }

  static String tree(String snapshot) {
    return snapshot + "/" + TREE;
  }

  Directory openTree(String snapshot) throws ErrnoException {
    return root.openDirectory(tree(snapshot));
  }

  /// Makes the directories of an active snapshot, with the tree's root like that of `parent`.
  void makeActive(long number, Optional<String> parent) throws ErrnoException {
    root.makeDirectory(active(number), 0700);
    try (var made = root.openDirectory(active(number))) {
      made.makeDirectory(OVERLAY_WORK, 0700);
      made.makeDirectory(TREE, 0755);
      try (var tree = made.openDirectory(TREE)) {
        if (parent.isPresent()) {
          copyAttributes(parent.get(), tree.fd());
        } else {
          tree.fd().chmod(0755);
        }
      }
    }
  }

  /// An overlay shows the attributes of its uppermost directory at its root.
  private void copyAttributes(String parent, Fd tree) throws ErrnoException {
    var like = root.stat(tree(parent));
    tree.chown(like.uid(), like.gid());
    tree.chmod(like.permissions());
    tree.setTimes(like.modified(), like.modified());
  }

  Optional<byte[]> findRecord(String snapshot, String name) throws ErrnoException {
    try (var file = root.open(snapshot + "/" + name, OpenFlag.READ_ONLY, OpenFlag.NO_FOLLOW)) {
      return Optional.of(file.readFully());
    } catch (ErrnoException e) {
      if (e.is(Errno.ENOENT)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /// Writes a record that is not there yet.
  void writeRecord(String snapshot, String name, byte[] record) throws ErrnoException {
    try (var file = root.create(snapshot + "/" + name, 0600)) {
      file.writeFully(record);
    }
  }

  void removeRecord(String snapshot, String name) throws ErrnoException {
    try {
      root.unlink(snapshot + "/" + name);
    } catch (ErrnoException e) {
      if (!e.is(Errno.ENOENT)) {
        throw e;
      }
    }
  }

  void rename(String from, String to) throws ErrnoException {
    root.rename(from, to, RenameFlag.NO_REPLACE);
  }

  /// Makes everything written so far durable, whatever file it is in.
  void syncAll() throws ErrnoException {
    root.fd().syncFileSystem();
  }

  /// Makes the names in one of the directories durable.
  void sync(String directory) throws ErrnoException {
    try (var opened = root.openDirectory(directory)) {
      opened.fd().sync();
    }
  }

  void removeTree(String snapshot) throws ErrnoException {
    root.removeTree(snapshot);
  }

  @Override
  public void close() {
    root.close();
  }
}
