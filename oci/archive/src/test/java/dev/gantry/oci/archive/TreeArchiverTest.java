package dev.gantry.oci.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.oci.archive.TarEntry.Kind;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.errors.NotFoundException;
import dev.gantry.platform.linux.Directory;
import dev.gantry.platform.linux.Lookup;
import dev.gantry.platform.linux.Xattrs;
import dev.gantry.platform.testkit.RequiresRoot;
import dev.gantry.platform.testkit.TemporaryRoot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TreeArchiverTest {
  @RegisterExtension final TemporaryRoot temporary = new TemporaryRoot();

  private Path root = Path.of("/nonexistent");

  @BeforeEach
  void makeTree() throws IOException {
    root = temporary.directory("root");
    Files.createDirectories(root.resolve("data/sub"));
    Files.writeString(root.resolve("data/b"), "bb");
    Files.writeString(root.resolve("data/a"), "a");
    Files.writeString(root.resolve("data/sub/c"), "c");
    Files.createSymbolicLink(root.resolve("link"), Path.of("/data"));
    Files.createSymbolicLink(root.resolve("out"), temporary.path());
  }

  private byte[] archive(String path, String as, ArchiveOptions options)
      throws IOException, InterruptedException {
    var bytes = new ByteArrayOutputStream();
    try (var directory = Directory.open(root, Lookup.NO_SYMLINKS);
        var writer = new TarWriter(bytes, TarWriter.Times.SECONDS)) {
      TreeArchiver.write(directory, path, as, writer, options);
    }
    return bytes.toByteArray();
  }

  private List<String> names(String path, String as) throws IOException, InterruptedException {
    return Tars.read(archive(path, as, ArchiveOptions.PLAIN)).keySet().stream()
        .map(TarEntry::path)
        .toList();
  }

  @Test
  void aTreeIsWrittenInOrderUnderTheNameAsked() throws Exception {
    assertThat(names("data", "data"))
        .containsExactly("data", "data/a", "data/b", "data/sub", "data/sub/c");
    assertThat(names("/data/", "other"))
        .containsExactly("other", "other/a", "other/b", "other/sub", "other/sub/c");
    assertThat(names("/data/.", "")).containsExactly("a", "b", "sub", "sub/c");
    assertThat(names("data/b", "renamed")).containsExactly("renamed");
    assertThat(names("/", "./")).startsWith(".", "./data", "./data/a");
  }

  @Test
  void aLinkIsArchivedOrFollowedInsideTheRootAsThePathSays() throws Exception {
    var entries = Tars.read(archive("link", "link", ArchiveOptions.PLAIN)).keySet();

    assertThat(entries).extracting(TarEntry::kind).containsExactly(new Kind.Symlink("/data"));
    assertThat(names("link/.", "x")).containsExactly("x", "x/a", "x/b", "x/sub", "x/sub/c");
    assertThat(names("link/sub", "s")).containsExactly("s", "s/c");
    assertThatThrownBy(() -> names("out/.", "x")).isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> names("out/root", "x")).isInstanceOf(NotFoundException.class);
  }

  @Test
  void whatIsNotThereIsNotFound() {
    assertThatThrownBy(() -> names("none", "x")).isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> names("none/x", "x")).isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> names("data/a/", "x")).isInstanceOf(NotFoundException.class);
  }

  @Test
  void hardLinksAreWrittenOnce() throws Exception {
    Files.createLink(root.resolve("data/sub/same"), root.resolve("data/a"));

    var kinds =
        Tars.read(archive("data", "d", ArchiveOptions.PLAIN)).keySet().stream()
            .collect(Collectors.toMap(TarEntry::path, TarEntry::kind));

    assertThat(kinds).containsEntry("d/a", new Kind.File(1));
    assertThat(kinds).containsEntry("d/sub/same", new Kind.HardLink("d/a"));
  }

  @Test
  void socketsAreLeftOut() throws Exception {
    try (var socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.bind(UnixDomainSocketAddress.of(root.resolve("data/socket")));

      assertThat(names("data", "data")).doesNotContain("data/socket");
    }
  }

  @Test
  void directoriesLeftOutTakeTheirContentWithThem() throws Exception {
    var options =
        ArchiveOptions.PLAIN.withSelection(
            entry -> entry.path().equals("d/sub") ? Optional.empty() : Optional.of(entry));

    assertThat(Tars.read(archive("data", "d", options)).keySet())
        .extracting(TarEntry::path)
        .containsExactly("d", "d/a", "d/b");
  }

  @Test
  void aFileThatShrinksMeanwhileIsFilledUpAndOneThatVanishesLeftOut() throws Exception {
    Files.write(root.resolve("data/a"), new byte[300_000]);
    var bytes = new ByteArrayOutputStream();
    try (var directory = Directory.open(root, Lookup.NO_SYMLINKS);
        var writer = new TarWriter(new Saboteur(bytes), TarWriter.Times.SECONDS)) {
      TreeArchiver.write(directory, "data", "d", writer, ArchiveOptions.PLAIN);
    }

    var entries = Tars.read(bytes.toByteArray());

    assertThat(entries.keySet())
        .extracting(TarEntry::path)
        .containsExactly("d", "d/a", "d/sub", "d/sub/c");
    assertThat(entries.values().stream().mapToInt(content -> content.length).max())
        .hasValue(300_000);
  }

  /// Changes the tree while the first large file is being written.
  private final class Saboteur extends OutputStream {
    private final ByteArrayOutputStream out;
    private boolean done;

    Saboteur(ByteArrayOutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int value) {
      out.write(value);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
      if (!done && length > 10_000) {
        done = true;
        Files.write(root.resolve("data/a"), new byte[10]);
        Files.delete(root.resolve("data/b"));
      }
    }
  }

  @Test
  void aFailureOfTheStreamStaysAnIoException() throws Exception {
    var broken =
        new OutputStream() {
          @Override
          public void write(int value) throws IOException {
            throw new IOException("broken pipe");
          }
        };
    try (var directory = Directory.open(root, Lookup.NO_SYMLINKS)) {
      var writer = new TarWriter(broken, TarWriter.Times.SECONDS);
      assertThatThrownBy(
              () -> TreeArchiver.write(directory, "data", "d", writer, ArchiveOptions.PLAIN))
          .isInstanceOf(IOException.class)
          .hasMessage("broken pipe");
    }
  }

  @Test
  void attributesOfTheSystemStayHere() throws Exception {
    try (var directory = Directory.open(root, Lookup.NO_SYMLINKS);
        var xattrs = directory.xattrs("data/a")) {
      xattrs.set("user.mine", "v".getBytes(StandardCharsets.UTF_8));
      xattrs.set("user.overlay.origin", new byte[1]);
    }

    var entries = Tars.read(archive("data/a", "a", ArchiveOptions.PLAIN)).keySet();

    assertThat(entries.iterator().next().xattrs())
        .isEqualTo(TarXattrs.of(Map.of("user.mine", "v".getBytes(StandardCharsets.UTF_8))));
  }

  @Nested
  @RequiresRoot
  class AsALayer {
    @Test
    void overlayMarksBecomeWhiteouts() throws Exception {
      try (var directory = Directory.open(root, Lookup.NO_SYMLINKS)) {
        directory.makeNode(
            "data/gone",
            dev.gantry.platform.linux.FileType.CHARACTER_DEVICE,
            0,
            dev.gantry.platform.linux.DeviceNumber.WHITEOUT);
        try (var sub = directory.openDirectory("data/sub")) {
          Xattrs.of(sub.fd()).set("trusted.overlay.opaque", "y".getBytes(StandardCharsets.UTF_8));
        }
      }

      assertThat(Tars.read(archive("data", "d", ArchiveOptions.LAYER)).keySet())
          .extracting(TarEntry::path)
          .containsExactly(
              "d", "d/a", "d/b", "d/.wh.gone", "d/sub", "d/sub/.wh..wh..opq", "d/sub/c");
    }

    @Test
    void namesThatWouldMeanADeletionAreRefused() throws Exception {
      Files.writeString(root.resolve("data/.wh.a"), "");

      assertThatThrownBy(() -> archive("data", "d", ArchiveOptions.LAYER))
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessageContaining("d/.wh.a");
      assertThat(names("data", "d")).contains("d/.wh.a");
    }
  }
}
