package dev.gantry.app.cli.container;

import dev.gantry.app.cli.client.ApiPath;
import dev.gantry.app.cli.command.Call;
import dev.gantry.app.cli.files.LocalTar;
import dev.gantry.app.cli.files.Piped;
import dev.gantry.app.cli.grammar.ExitException;
import dev.gantry.oci.archive.TarWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Copies from here into a container.
final class CopyIn {
  private final Call call;
  private final boolean keepOwners;
  private final boolean followLink;

  CopyIn(Call call, boolean keepOwners, boolean followLink) {
    this.call = call;
    this.keepOwners = keepOwners;
    this.followLink = followLink;
  }

  /// Copies and returns how many bytes were sent; -1 when that is not known.
  long copy(String from, Copy.End to) throws IOException {
    String path = to.path();
    Optional<PathStat> stat = PathStat.find(call.engine(), to.container(), path);
    if (stat.isPresent() && stat.get().isSymlink()) {
      path = stat.get().resolve(path);
      stat = PathStat.find(call.engine(), to.container(), path);
    }
    boolean isDirectory = stat.map(PathStat::isDirectory).orElse(false);
    if (from.equals("-")) {
      if (!isDirectory) {
        throw ExitException.failure(
            "destination \"" + to.container() + ":" + to.path() + "\" must be a directory");
      }
      put(to.container(), path, call.cli().in());
      return -1;
    }
    return copyFile(from, to.container(), path, stat.isPresent(), isDirectory);
  }

  private long copyFile(
      String from, String container, String path, boolean exists, boolean isDirectory)
      throws IOException {
    Path source = Path.of(from);
    Path file = followLink && Files.isSymbolicLink(source) ? source.toRealPath() : source;
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw ExitException.failure("lstat " + file.toAbsolutePath() + ": no such file or directory");
    }
    boolean sourceIsDirectory = Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS);
    if (exists && !isDirectory && sourceIsDirectory) {
      throw ExitException.failure("cannot copy directory");
    }
    if (!exists && path.endsWith("/") && !sourceIsDirectory) {
      throw ExitException.failure("no such directory");
    }
    boolean contents = from.equals(".") || from.equals("/.") || from.endsWith("/.");
    String parent = isDirectory ? path : parent(path);
    String name = isDirectory ? baseName(source, contents) : lastName(path);
    long[] size = {0};
    InputStream archive =
        Piped.of(
            out -> {
              try (TarWriter tar =
                  new TarWriter(new Counting(out, size), TarWriter.Times.SECONDS)) {
                new LocalTar(tar, false).add(file, name);
              }
            });
    put(container, parent, archive);
    return size[0];
  }

  private static String baseName(Path source, boolean contents) {
    Path name = source.toAbsolutePath().normalize().getFileName();
    return contents || name == null ? "." : name.toString();
  }

  private static String parent(String path) {
    String trimmed = trimmed(path);
    int slash = trimmed.lastIndexOf('/');
    return slash <= 0 ? "/" : trimmed.substring(0, slash);
  }

  private static String lastName(String path) {
    String trimmed = trimmed(path);
    return trimmed.substring(trimmed.lastIndexOf('/') + 1);
  }

  private static String trimmed(String path) {
    return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  private void put(String container, String directory, InputStream archive) throws IOException {
    ApiPath path =
        ApiPath.of("/containers/")
            .id(container, "/archive")
            .query("path", directory)
            .query("noOverwriteDirNonDir", "true");
    if (keepOwners) {
      path.query("copyUIDGID", "true");
    }
    call.engine().send("PUT", path, Map.of("Content-Type", "application/x-tar"), archive).close();
  }

  private static final class Counting extends OutputStream {
    private final OutputStream out;
    private final long[] size;

    Counting(OutputStream out, long[] size) {
      this.out = new BufferedOutputStream(out, 32 * 1024);
      this.size = size;
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      size[0]++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
      size[0] += length;
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }
  }
}
