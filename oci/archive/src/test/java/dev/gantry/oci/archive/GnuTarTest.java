package dev.gantry.oci.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.platform.linux.DeviceNumber;
import dev.gantry.platform.linux.Directory;
import dev.gantry.platform.linux.FileNames;
import dev.gantry.platform.linux.FileType;
import dev.gantry.platform.linux.Lookup;
import dev.gantry.platform.testkit.RequiresRoot;
import dev.gantry.platform.testkit.TemporaryRoot;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The other implementation everybody has: what it writes we extract, what we write it
/// extracts, and the tree is the same each time.
@RequiresRoot
class GnuTarTest {
  @RegisterExtension final TemporaryRoot temporary = new TemporaryRoot();

  private Path source = Path.of("/nonexistent");
  private Path target = Path.of("/nonexistent");

  @BeforeEach
  void makeTree() throws IOException {
    source = temporary.directory("source");
    target = temporary.directory("target");
    try (var root = Directory.open(source, Lookup.NO_SYMLINKS)) {
      root.makeDirectory("bin", 0755);
      write(root, "bin/su", "setuid");
      root.chown("bin/su", 0, 42);
      root.chmod("bin/su", 04755);
      write(root, "bin/ping", "capable");
      try (var xattrs = root.xattrs("bin/ping")) {
        xattrs.set(
            "security.capability",
            HexFormat.of().parseHex("0100000200a88005000a0000ff00ff00ff00ff00"));
      }
      root.makeHardLink("bin/ping6", "bin/ping");
      root.makeDirectory("empty", 01777);
      write(root, "größe", "utf-8");
      write(root, FileNames.decode(HexFormat.of().parseHex("6cff61ff74")), "not utf-8");
      write(root, "x".repeat(200), "long");
      String deep = "deep";
      root.makeDirectory(deep, 0755);
      for (int i = 0; i < 30; i++) {
        deep += "/level-" + i;
        root.makeDirectory(deep, 0755);
      }
      write(root, deep + "/file", "deep");
      root.makeSymbolicLink("absolute", "/etc/passwd");
      root.makeSymbolicLink("long-link", "t".repeat(150));
      root.makeNode("null", FileType.CHARACTER_DEVICE, 0666, new DeviceNumber(1, 3));
      root.makeNode("pipe", FileType.FIFO, 0600, DeviceNumber.WHITEOUT);
      write(root, "old", "old");
      root.setTimes("old", Instant.EPOCH, Instant.parse("1969-07-20T20:17:40Z"));
      root.chown("old", 3_000_000_000L, 100_000);
    }
    try (var sparse = new RandomAccessFile(source.resolve("sparse").toFile(), "rw")) {
      sparse.setLength(50_000_000);
      for (int i = 1; i < 40; i++) {
        sparse.seek(i * 1_000_000L);
        sparse.write("data".getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private static void write(Directory root, String path, String content) throws IOException {
    try (var file = root.create(path, 0644)) {
      file.writeFully(content.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void run(Path directory, List<String> command)
      throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s: %s", command, output).isZero();
  }

  private void extract(Path archive) throws IOException, InterruptedException {
    try (var in = Files.newInputStream(archive);
        var root = Directory.open(target, Lookup.IN_ROOT)) {
      TreeExtractor.extract(in, root, ExtractOptions.layer(Whiteouts.OVERLAY));
    }
  }

  /// Seconds are all that GNU tar's own format has.
  private static Map<String, String> listing(Path root, Predicate<String> ignored)
      throws IOException {
    var lines = TreeListing.of(root);
    lines.keySet().removeIf(ignored);
    lines.replaceAll((_, line) -> line.replaceAll("(:[0-9]{2})\\.[0-9]+Z", "$1Z"));
    return lines;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--format=pax",
        "--format=gnu",
        "--format=oldgnu",
        "--format=pax --sparse --sparse-version=0.0",
        "--format=pax --sparse --sparse-version=0.1",
        "--format=pax --sparse --sparse-version=1.0",
        "--format=gnu --sparse",
        "--format=pax --xattrs --xattrs-include=* --sparse",
      })
  void whatItWritesIsExtracted(String options) throws Exception {
    Path archive = temporary.resolve("archive.tar");
    var command = new ArrayList<>(List.of("tar", "--create", "--file", archive.toString()));
    command.addAll(List.of(options.split(" ")));
    command.add(".");
    run(source, command);

    extract(archive);

    // Without --xattrs it does not write those.
    Predicate<String> ignored =
        options.contains("xattrs") ? _ -> false : path -> path.startsWith("bin/ping");
    assertThat(listing(target, ignored)).isEqualTo(listing(source, ignored));
  }

  @Test
  void sparseFilesStaySparse() throws Exception {
    Path archive = temporary.resolve("archive.tar");
    run(source, List.of("tar", "-c", "-S", "-f", archive.toString(), "sparse"));

    extract(archive);

    try (var root = Directory.open(target, Lookup.IN_ROOT)) {
      assertThat(root.stat("sparse").allocated()).isLessThan(1_000_000);
    }
  }

  @Test
  void itExtractsWhatWeWrite() throws Exception {
    Path archive = archive(TarWriter.Times.NANOSECONDS);

    run(
        target,
        List.of(
            "tar",
            "-x",
            "--xattrs",
            "--xattrs-include=*",
            "-p",
            "--same-owner",
            "-f",
            archive.toString()));

    assertThat(TreeListing.of(target)).isEqualTo(TreeListing.of(source));
  }

  @Test
  void weExtractWhatWeWrite() throws Exception {
    extract(archive(TarWriter.Times.NANOSECONDS));

    assertThat(TreeListing.of(target)).isEqualTo(TreeListing.of(source));
  }

  @Test
  void theSameTreeGivesTheSameArchive() throws Exception {
    byte[] once = Files.readAllBytes(archive(TarWriter.Times.SECONDS));

    assertThat(Files.readAllBytes(archive(TarWriter.Times.SECONDS))).isEqualTo(once);
  }

  private Path archive(TarWriter.Times times) throws IOException, InterruptedException {
    Path archive = temporary.resolve("archive.tar");
    try (var out = Files.newOutputStream(archive);
        var root = Directory.open(source, Lookup.IN_ROOT);
        var writer = new TarWriter(out, times)) {
      TreeArchiver.write(root, "/", ".", writer, ArchiveOptions.PLAIN);
    }
    return archive;
  }
}
