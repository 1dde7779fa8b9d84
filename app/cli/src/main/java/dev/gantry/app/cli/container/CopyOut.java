package dev.gantry.app.cli.container;

import dev.gantry.app.cli.client.ApiPath;
import dev.gantry.app.cli.client.EngineClient;
import dev.gantry.app.cli.command.Call;
import dev.gantry.app.cli.files.UnixStat;
import dev.gantry.app.cli.grammar.ExitException;
import dev.gantry.app.cli.terminal.Terminal;
import dev.gantry.oci.archive.ExtractOptions;
import dev.gantry.oci.archive.TarEntry;
import dev.gantry.oci.archive.TreeExtractor;
import dev.gantry.platform.linux.Directory;
import dev.gantry.platform.linux.ErrnoException;
import dev.gantry.platform.linux.Lookup;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/// Copies from a container to here.
final class CopyOut {
  private final Call call;
  private final boolean keepOwners;
  private final boolean followLink;

  CopyOut(Call call, boolean keepOwners, boolean followLink) {
    this.call = call;
    this.keepOwners = keepOwners;
    this.followLink = followLink;
  }

  /// Copies and returns how many bytes arrived; -1 when they went to standard output.
  long copy(Copy.End from, String to) throws IOException, InterruptedException {
    String path = followLink ? followed(from) : from.path();
    ApiPath request =
        ApiPath.of("/containers/").id(from.container(), "/archive").query("path", path);
    try (EngineClient.Response response = call.engine().get(request)) {
      if (to.equals("-")) {
        if (call.cli().terminal().isTerminal(Terminal.STDOUT)) {
          throw ExitException.failure(
              "refusing to copy an archive to a terminal; redirect the output");
        }
        response.body().transferTo(call.out());
        return -1;
      }
      Counted counted = new Counted(response.body());
      extract(counted, from.path(), PathStat.of(response), to);
      return counted.count();
    }
  }

  private String followed(Copy.End from) throws IOException {
    return PathStat.find(call.engine(), from.container(), from.path())
        .filter(PathStat::isSymlink)
        .map(stat -> stat.resolve(from.path()))
        .orElse(from.path());
  }

  /// As with `cp`: into an existing directory under the source's name, else under the new one.
  private void extract(InputStream archive, String source, PathStat stat, String to)
      throws IOException, InterruptedException {
    Path target = Path.of(to).toAbsolutePath();
    boolean contents = source.equals("/.") || source.endsWith("/.");
    String root = contents ? "." : stat.name();
    Path last = Path.of(source).normalize().getFileName();
    String name = last == null ? "/" : last.toString();
    if (Files.isDirectory(target)) {
      run(archive, target, root, contents ? "." : name);
      return;
    }
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS) && stat.isDirectory()) {
      throw ExitException.failure("cannot copy directory");
    }
    if (to.endsWith("/") && !stat.isDirectory()) {
      throw ExitException.failure("no such directory");
    }
    Path parent = target.normalize().getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      throw ExitException.failure(
          "invalid output path: directory \"" + parent + "\" does not exist");
    }
    run(archive, parent, root, String.valueOf(target.normalize().getFileName()));
  }

  /// Extracts with the first component of all names changed.
  private void run(InputStream archive, Path directory, String from, String to)
      throws IOException, InterruptedException {
    UnixStat self = UnixStat.of(Path.of("/proc/self"));
    ExtractOptions.Owner owner = new ExtractOptions.Owner(self.uid(), self.gid());
    ExtractOptions options =
        ExtractOptions.PLAIN.withSelection(entry -> Optional.of(renamed(entry, from, to)));
    if (!keepOwners) {
      options = options.withOwnership(_ -> owner);
    }
    try (Directory root = Directory.open(directory, Lookup.BENEATH)) {
      TreeExtractor.extract(archive, root, options);
    } catch (ErrnoException e) {
      throw new IOException("open " + directory + ": " + e.getMessage(), e);
    }
  }

  private static TarEntry renamed(TarEntry entry, String from, String to) {
    TarEntry named = entry.withPath(renamed(entry.path(), from, to));
    return entry.kind() instanceof TarEntry.Kind.HardLink(String target)
        ? named.withKind(new TarEntry.Kind.HardLink(renamed(target, from, to)))
        : named;
  }

  static String renamed(String path, String from, String to) {
    if (path.equals(from)) {
      return to;
    }
    return path.startsWith(from + "/") ? to + path.substring(from.length()) : path;
  }

  /// Counts what passes.
  private static final class Counted extends InputStream {
    private final InputStream in;
    private long count;

    Counted(InputStream in) {
      this.in = in;
    }

    long count() {
      return count;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int read = in.read(target, offset, length);
      count += Math.max(0, read);
      return read;
    }
  }
}
