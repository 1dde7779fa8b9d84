package dev.gantry.app.cli.files;

import dev.gantry.oci.archive.TarEntry;
import dev.gantry.oci.archive.TarWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Writes local files and directories as a tar archive.
public final class LocalTar {
  private final TarWriter tar;
  private final boolean rootOwned;

  /// @param rootOwned whether all entries belong to root, whoever owns the files here
  public LocalTar(TarWriter tar, boolean rootOwned) {
    this.tar = tar;
    this.rootOwned = rootOwned;
  }

  /// Decides what goes into an archive.
  public interface Selection {
    /// Whether a path below the root, such as `src/main`, is written.
    boolean includes(String path, boolean directory);

    /// Whether something below a directory may be written although the directory itself is not.
    boolean descends(String path);

    /// Everything.
    Selection ALL =
        new Selection() {
          @Override
          public boolean includes(String path, boolean directory) {
            return true;
          }

          @Override
          public boolean descends(String path) {
            return true;
          }
        };
  }

  /// Writes a file or a whole directory under a name. Directories come before their content,
  /// and names within one in order.
  public void add(Path source, String name) throws IOException {
    write(source, name);
    if (Files.isDirectory(source, LinkOption.NOFOLLOW_LINKS)) {
      addChildren(source, name + "/", "", Selection.ALL);
    }
  }

  /// Writes what is selected below a directory.
  public void addBelow(Path root, Selection selection) throws IOException {
    addChildren(root, "", "", selection);
  }

  private void addChildren(Path directory, String prefix, String below, Selection selection)
      throws IOException {
    for (Path child : sorted(directory)) {
      String path = below + child.getFileName();
      boolean isDirectory = Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS);
      if (selection.includes(path, isDirectory)) {
        write(child, prefix + child.getFileName());
      } else if (!isDirectory || !selection.descends(path)) {
        continue;
      }
      if (isDirectory) {
        addChildren(child, prefix + child.getFileName() + "/", path + "/", selection);
      }
    }
  }

  private static List<Path> sorted(Path directory) throws IOException {
    try (Stream<Path> children = Files.list(directory)) {
      return children
          .sorted(Comparator.comparing(child -> child.getFileName().toString()))
          .toList();
    }
  }

  private void write(Path file, String name) throws IOException {
    UnixStat stat = UnixStat.of(file);
    int mode = stat.mode();
    Optional<TarEntry.Kind> kind = kind(file, stat);
    if (kind.isEmpty()) {
      return;
    }
    TarEntry entry = TarEntry.of(name, kind.get(), mode & 07777, stat.modified());
    if (!rootOwned) {
      entry = entry.withOwner(stat.uid(), stat.gid());
    }
    if (kind.get() instanceof TarEntry.Kind.File(long size)) {
      content(file, entry, size);
    } else {
      tar.write(entry);
    }
  }

  private static Optional<TarEntry.Kind> kind(Path file, UnixStat stat) throws IOException {
    return switch (stat.mode() & 0170000) {
      case 0100000 -> Optional.of(new TarEntry.Kind.File(stat.size()));
      case 0040000 -> Optional.of(new TarEntry.Kind.Directory());
      case 0120000 ->
          Optional.of(new TarEntry.Kind.Symlink(Files.readSymbolicLink(file).toString()));
      case 0010000 -> Optional.of(new TarEntry.Kind.Fifo());
      // Sockets have no place in an archive, and devices are not ours to copy.
      default -> Optional.empty();
    };
  }

  /// A file that shrinks while it is read is an error; what it grows by is left out.
  private void content(Path file, TarEntry entry, long size) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      OutputStream out = tar.begin(entry);
      byte[] buffer = new byte[64 * 1024];
      long left = size;
      while (left > 0) {
        int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (count < 0) {
          throw new IOException(file + " became shorter while it was read");
        }
        out.write(buffer, 0, count);
        left -= count;
      }
    }
  }
}
