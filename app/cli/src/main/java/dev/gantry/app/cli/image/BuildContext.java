package dev.gantry.app.cli.image;

import dev.gantry.app.cli.files.IgnoreFile;
import dev.gantry.app.cli.files.LocalTar;
import dev.gantry.app.cli.files.Piped;
import dev.gantry.app.cli.grammar.ExitException;
import dev.gantry.oci.archive.Compression;
import dev.gantry.oci.archive.TarEntry;
import dev.gantry.oci.archive.TarWriter;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a build sends to the engine.
///
/// @param archive a tar archive
/// @param dockerfile the Dockerfile's path in it
/// @param remote an address the engine fetches the context from itself; empty otherwise
record BuildContext(InputStream archive, String dockerfile, String remote) {
  private static final String STANDARD = "Dockerfile";
  private static final String IGNORE = ".dockerignore";

  /// @param source a directory, `-`, or an address
  /// @param file the `--file` argument, empty for the standard name
  static BuildContext open(String source, String file, InputStream in) throws IOException {
    if (source.equals("-")) {
      return fromStream(file, in);
    }
    if (source.startsWith("http://") || source.startsWith("https://")) {
      return new BuildContext(InputStream.nullInputStream(), file, source);
    }
    if (source.startsWith("git@")
        || source.startsWith("git://")
        || source.startsWith("github.com/")) {
      throw ExitException.failure(
          "git contexts are not supported by this client: clone \"" + source + "\" and build that");
    }
    return fromDirectory(Path.of(source), source, file, in);
  }

  /// A tar archive, compressed or not, or just a Dockerfile.
  private static BuildContext fromStream(String file, InputStream in) throws IOException {
    if (file.equals("-")) {
      throw ExitException.failure(
          "invalid argument: can't use stdin for both build context and dockerfile");
    }
    BufferedInputStream input = new BufferedInputStream(in, 1024);
    input.mark(1024);
    byte[] head = input.readNBytes(512);
    input.reset();
    boolean ustar =
        head.length >= 262 && new String(head, 257, 5, StandardCharsets.ISO_8859_1).equals("ustar");
    if (ustar || Compression.detect(head, head.length) != Compression.NONE) {
      return new BuildContext(input, file, "");
    }
    byte[] dockerfile = input.readAllBytes();
    return new BuildContext(
        Piped.of(
            out -> {
              try (TarWriter tar = new TarWriter(out, TarWriter.Times.SECONDS)) {
                tar.write(
                    TarEntry.file(STANDARD, dockerfile.length, 0600, Instant.EPOCH), dockerfile);
              }
            }),
        STANDARD,
        "");
  }

  private static BuildContext fromDirectory(
      Path directory, String source, String file, InputStream in) throws IOException {
    if (!Files.exists(directory)) {
      throw ExitException.failure("unable to prepare context: path \"" + source + "\" not found");
    }
    if (!Files.isDirectory(directory)) {
      throw ExitException.failure(
          "unable to prepare context: context must be a directory: "
              + directory.toAbsolutePath().normalize());
    }
    Path root = directory.toRealPath();
    Optional<byte[]> outside = outside(root, file, in);
    String dockerfile =
        outside.isPresent()
            ? ".dockerfile." + Long.toHexString(System.nanoTime())
            : inside(root, file);
    IgnoreFile ignore = ignoreFile(root, dockerfile);
    if (outside.isEmpty()) {
      ignore.add("!" + dockerfile);
    }
    ignore.add("!" + IGNORE);
    LocalTar.Selection selection = selection(ignore);
    InputStream archive =
        Piped.of(
            out -> {
              BufferedOutputStream buffered = new BufferedOutputStream(out, 64 * 1024);
              try (TarWriter tar = new TarWriter(buffered, TarWriter.Times.SECONDS)) {
                new LocalTar(tar, true).addBelow(root, selection);
                if (outside.isPresent()) {
                  byte[] content = outside.get();
                  tar.write(
                      TarEntry.file(dockerfile, content.length, 0600, Instant.EPOCH), content);
                }
              }
            });
    return new BuildContext(archive, dockerfile, "");
  }

  /// The content of a Dockerfile that is not in the context, if that is the case.
  private static Optional<byte[]> outside(Path root, String file, InputStream in)
      throws IOException {
    if (file.equals("-")) {
      return Optional.of(in.readAllBytes());
    }
    if (file.isEmpty()) {
      return Optional.empty();
    }
    Path path = Path.of(file).toAbsolutePath();
    if (!Files.exists(path)) {
      throw missing(path);
    }
    return path.toRealPath().startsWith(root)
        ? Optional.empty()
        : Optional.of(Files.readAllBytes(path));
  }

  private static String inside(Path root, String file) throws IOException {
    if (!file.isEmpty()) {
      Path path = Path.of(file).toAbsolutePath().normalize();
      Path real = path.resolveSibling(".").toRealPath().resolve(path.getFileName());
      return (real.startsWith(root) ? root.relativize(real) : root.relativize(path.toRealPath()))
          .toString();
    }
    for (String name : List.of(STANDARD, "dockerfile")) {
      if (Files.exists(root.resolve(name))) {
        return name;
      }
    }
    throw missing(root.resolve(STANDARD));
  }

  private static ExitException missing(Path dockerfile) {
    return ExitException.failure(
        "unable to prepare context: unable to evaluate symlinks in Dockerfile path: lstat "
            + dockerfile
            + ": no such file or directory");
  }

  private static IgnoreFile ignoreFile(Path root, String dockerfile) throws IOException {
    for (String name : List.of(dockerfile + IGNORE, IGNORE)) {
      Path file = root.resolve(name);
      if (Files.isRegularFile(file)) {
        return IgnoreFile.parse(Files.readAllLines(file));
      }
    }
    return IgnoreFile.parse(List.of());
  }

  private static LocalTar.Selection selection(IgnoreFile ignore) {
    return new LocalTar.Selection() {
      @Override
      public boolean includes(String path, boolean directory) {
        return !ignore.ignores(path);
      }

      @Override
      public boolean descends(String path) {
        return ignore.mayReadmitBelow(path);
      }
    };
  }
}
