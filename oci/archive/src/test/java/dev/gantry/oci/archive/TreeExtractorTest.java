package dev.gantry.oci.archive;

import static dev.gantry.oci.archive.Tars.TIME;
import static dev.gantry.oci.archive.Tars.ascii;
import static dev.gantry.oci.archive.Tars.tar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.oci.archive.ExtractOptions.Owner;
import dev.gantry.oci.archive.TarEntry.Kind;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.linux.Directory;
import dev.gantry.platform.linux.FileNames;
import dev.gantry.platform.linux.FileStat;
import dev.gantry.platform.linux.FileType;
import dev.gantry.platform.linux.Lookup;
import dev.gantry.platform.testkit.RequiresRoot;
import dev.gantry.platform.testkit.TemporaryRoot;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RequiresRoot
class TreeExtractorTest {
  private static final byte[] CAPABILITY =
      HexFormat.of().parseHex("0100000200a88005000a0000ff00ff00ff00ff00");

  @RegisterExtension final TemporaryRoot temporary = new TemporaryRoot();

  private Path root = Path.of("/nonexistent");

  @BeforeEach
  void makeRoot() {
    root = temporary.directory("root");
  }

  private void extract(Tars archive, ExtractOptions options)
      throws IOException, InterruptedException {
    extract(archive.stream(), options);
  }

  private void extract(InputStream archive, ExtractOptions options)
      throws IOException, InterruptedException {
    try (var directory = Directory.open(root, Lookup.NO_SYMLINKS)) {
      TreeExtractor.extract(archive, directory, options);
    }
  }

  private FileStat stat(String path) throws IOException {
    try (var directory = Directory.open(root, Lookup.NO_SYMLINKS)) {
      return directory.stat(path);
    }
  }

  private Optional<byte[]> xattr(String path, String name) throws IOException {
    try (var directory = Directory.open(root, Lookup.NO_SYMLINKS);
        var xattrs = directory.xattrs(path)) {
      return xattrs.find(name);
    }
  }

  @Test
  void everyKindOfEntryIsMadeWithItsAttributes() throws Exception {
    var exact = TIME.plusNanos(123_456_789);
    extract(
        tar()
            .directory("d", 02770)
            .add(TarEntry.file("d/f", 3, 06755, exact).withOwner(1000, 100), ascii("abc"))
            .add(
                TarEntry.of("d/l", new Kind.Symlink("/anywhere"), 0777, exact).withOwner(1001, 101))
            .add(TarEntry.of("d/c", new Kind.CharDevice(1, 3), 0666, exact))
            .add(TarEntry.of("d/b", new Kind.BlockDevice(259, 70_000), 0640, exact))
            .add(TarEntry.of("d/p", new Kind.Fifo(), 0622, exact))
            .hardLink("d/h", "d/f"),
        ExtractOptions.PLAIN);

    var file = stat("d/f");
    assertThat(file.permissions()).isEqualTo(06755);
    assertThat(file.uid()).isEqualTo(1000);
    assertThat(file.gid()).isEqualTo(100);
    assertThat(file.modified()).isEqualTo(exact);
    assertThat(file.isSameFile(stat("d/h"))).isTrue();
    assertThat(root.resolve("d/f")).hasContent("abc");
    assertThat(stat("d").permissions()).isEqualTo(02770);
    assertThat(stat("d").modified()).isEqualTo(TIME);
    assertThat(stat("d/l").uid()).isEqualTo(1001);
    assertThat(stat("d/l").modified()).isEqualTo(exact);
    assertThat(Files.readSymbolicLink(root.resolve("d/l"))).isEqualTo(Path.of("/anywhere"));
    assertThat(stat("d/c").type()).isEqualTo(FileType.CHARACTER_DEVICE);
    assertThat(stat("d/c").permissions()).isEqualTo(0666);
    assertThat(stat("d/b").deviceId()).hasToString("259:70000");
    assertThat(stat("d/p").permissions()).isEqualTo(0622);
  }

  @Test
  void capabilitiesSurviveByteForByte() throws Exception {
    extract(
        tar()
            .add(
                TarEntry.file("ping", 0, 0755, TIME)
                    .withOwner(5, 6)
                    .withXattrs(
                        TarXattrs.of(
                            Map.of("security.capability", CAPABILITY, "user.x", CAPABILITY)))),
        ExtractOptions.PLAIN);

    assertThat(xattr("ping", "security.capability")).hasValue(CAPABILITY);
    assertThat(xattr("ping", "user.x")).hasValue(CAPABILITY);
  }

  @Test
  void attributesAFileCannotHaveAreLeftOut() throws Exception {
    extract(
        tar()
            .add(
                TarEntry.of("l", new Kind.Symlink("x"), 0777, TIME)
                    .withXattrs(TarXattrs.of(Map.of("user.x", new byte[1])))),
        ExtractOptions.PLAIN);

    assertThat(xattr("l", "user.x")).isEmpty();
  }

  @Test
  void namesThatAreNotUtf8AreMadeAsTheyAre() throws Exception {
    byte[] name = HexFormat.of().parseHex("66fc2e747874");
    extract(tar().file(FileNames.decode(name), "x"), ExtractOptions.PLAIN);

    try (var directory = Directory.open(root, Lookup.NO_SYMLINKS)) {
      assertThat(FileNames.encode(directory.list().getFirst().name())).isEqualTo(name);
    }
  }

  @Test
  void holesStayHoles() throws Exception {
    byte[] records = ascii("36 GNU.sparse.map=8388608,5,20000000,0\n");
    byte[] size = ascii("28 GNU.sparse.size=20000000\n");
    byte[] pax = new byte[records.length + size.length];
    System.arraycopy(records, 0, pax, 0, records.length);
    System.arraycopy(size, 0, pax, records.length, size.length);
    pax[1] = (byte) ('0' + records.length % 10);
    pax[0] = (byte) ('0' + records.length / 10);
    byte[] archive =
        Tars.blocks(
            Tars.header("pax", 'x', pax.length),
            pax,
            Tars.header("sparse", '0', 5),
            ascii("hello"),
            new byte[1024]);

    extract(new ByteArrayInputStream(archive), ExtractOptions.PLAIN);

    assertThat(stat("sparse").size()).isEqualTo(20_000_000);
    assertThat(stat("sparse").allocated()).isLessThan(100_000);
    try (var file = Files.newByteChannel(root.resolve("sparse"))) {
      var bytes = java.nio.ByteBuffer.allocate(5);
      file.position(8_388_608).read(bytes);
      assertThat(bytes.array()).isEqualTo(ascii("hello"));
    }
  }

  @Test
  void directoriesKeepTheirTimesThoughFilesComeLater() throws Exception {
    extract(
        tar()
            .directory("a")
            .directory("a/b")
            .file("a/b/f", "x")
            .file("a/g", "x")
            .symlink("a/b/l", "f"),
        ExtractOptions.PLAIN);

    assertThat(stat("a").modified()).isEqualTo(TIME);
    assertThat(stat("a/b").modified()).isEqualTo(TIME);
  }

  @Test
  void missingDirectoriesAreMade() throws Exception {
    extract(tar().file("a/b/c/f", "x"), ExtractOptions.PLAIN);

    assertThat(stat("a/b/c").permissions()).isEqualTo(0755);
  }

  @Test
  void missingDirectoriesAreMadeAsTheyWereBelow() throws Exception {
    var below = Instant.parse("2001-01-01T00:00:00Z");
    extract(
        tar().file("var/mail/f", "x"),
        ExtractOptions.PLAIN.withImpliedDirectories(
            path ->
                path.equals("var/mail")
                    ? Optional.of(TarEntry.directory(path, 02775, below).withOwner(0, 8))
                    : Optional.empty()));

    assertThat(stat("var").permissions()).isEqualTo(0755);
    assertThat(stat("var/mail").permissions()).isEqualTo(02775);
    assertThat(stat("var/mail").gid()).isEqualTo(8);
    assertThat(stat("var/mail").modified()).isEqualTo(below);
  }

  @Test
  void linksToDirectoriesAreFollowedInsideTheRoot() throws Exception {
    extract(
        tar().directory("usr/lib").symlink("lib", "/usr/lib").file("lib/libc", "x"),
        ExtractOptions.PLAIN);

    assertThat(root.resolve("usr/lib/libc")).hasContent("x");
    assertThat(stat("lib").isSymbolicLink()).isTrue();
  }

  @Nested
  class WhatIsThereAlready {
    @BeforeEach
    void makeTree() throws IOException {
      Files.createDirectories(root.resolve("d/sub"));
      Files.writeString(root.resolve("d/kept"), "kept");
      Files.writeString(root.resolve("f"), "old");
      Files.createSymbolicLink(root.resolve("l"), Path.of("d"));
    }

    @Test
    void aDirectoryKeepsItsContentAndTakesTheAttributes() throws Exception {
      extract(tar().directory("d", 0700), ExtractOptions.PLAIN);

      assertThat(root.resolve("d/kept")).hasContent("kept");
      assertThat(stat("d").permissions()).isEqualTo(0700);
      assertThat(stat("d").modified()).isEqualTo(TIME);
    }

    @Test
    void everythingElseIsReplaced() throws Exception {
      extract(
          tar().file("d", "a file now").directory("f").file("f/x", "x").file("l", "no link"),
          ExtractOptions.PLAIN);

      assertThat(root.resolve("d")).hasContent("a file now");
      assertThat(root.resolve("f/x")).hasContent("x");
      assertThat(stat("l").isRegular()).isTrue();
    }

    @Test
    void aFileIsReplacedAndNotOverwritten() throws Exception {
      Files.createLink(root.resolve("other"), root.resolve("f"));

      extract(tar().file("f", "new"), ExtractOptions.PLAIN);

      assertThat(root.resolve("f")).hasContent("new");
      assertThat(root.resolve("other")).hasContent("old");
    }

    @Test
    void entriesAfterAReplacedDirectoryLandInTheNewOne() throws Exception {
      extract(
          tar().file("d/a", "a").file("d", "file").directory("d").file("d/b", "b"),
          ExtractOptions.PLAIN);

      assertThat(root.resolve("d")).isDirectoryContaining("glob:**/b");
      assertThat(root.resolve("d/a")).doesNotExist();
    }

    @Test
    void kindsCanBeKept() {
      var keep = ExtractOptions.PLAIN.withKeepKinds(true);

      assertThatThrownBy(() -> extract(tar().file("d", "x"), keep))
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessage("cannot overwrite directory \"/d\" with non-directory \"d\"");
      assertThatThrownBy(() -> extract(tar().directory("f"), keep))
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessage("cannot overwrite non-directory \"/f\" with directory \"f\"");
    }

    @Test
    void theRootTakesAttributesOnlyFromLayers() throws Exception {
      int before = Files.readAttributes(root, "unix:mode").get("mode") instanceof Integer m ? m : 0;
      extract(tar().directory("./", 01777), ExtractOptions.PLAIN);
      assertThat(Files.getAttribute(root, "unix:mode")).isEqualTo(before);

      extract(tar().directory("./", 01777), ExtractOptions.layer(Whiteouts.OVERLAY));
      assertThat((int) Files.getAttribute(root, "unix:mode") & 07777).isEqualTo(01777);
      assertThat(Files.getLastModifiedTime(root).toInstant()).isEqualTo(TIME);
    }
  }

  @Test
  void ownersAndNamesCanBeChosen() throws Exception {
    extract(
        tar().file("keep/f", "x").file("drop/g", "x"),
        ExtractOptions.PLAIN
            .withOwnership(_ -> new Owner(7, 8))
            .withSelection(
                entry ->
                    entry.path().startsWith("drop")
                        ? Optional.empty()
                        : Optional.of(entry.withPath("moved/" + entry.path()))));

    assertThat(stat("moved/keep/f").uid()).isEqualTo(7);
    assertThat(stat("moved/keep/f").gid()).isEqualTo(8);
    assertThat(root.resolve("drop")).doesNotExist();
  }

  @Nested
  class InALayer {
    private final ExtractOptions layer = ExtractOptions.layer(Whiteouts.OVERLAY);

    private boolean isOpaque(String path) throws IOException {
      return xattr(path, "trusted.overlay.opaque").isPresent();
    }

    @Test
    void whiteoutsBecomeDevicesAndAttributes() throws Exception {
      extract(
          tar().directory("d").file("d/.wh.gone", "").directory("o").file("o/.wh..wh..opq", ""),
          layer);

      assertThat(stat("d/gone").isWhiteout()).isTrue();
      assertThat(isOpaque("o")).isTrue();
      assertThat(isOpaque("d")).isFalse();
      assertThat(root.resolve("o")).isEmptyDirectory();
    }

    @Test
    void whatTheLayerItselfHasStays() throws Exception {
      extract(
          tar()
              .file("a", "mine")
              .file(".wh.a", "")
              .file("d/f", "mine")
              .file(".wh.d", "")
              .file("o/f", "mine")
              .file("o/.wh..wh..opq", ""),
          layer);

      assertThat(root.resolve("a")).hasContent("mine");
      assertThat(root.resolve("d/f")).hasContent("mine");
      assertThat(root.resolve("o/f")).hasContent("mine");
      assertThat(isOpaque("d")).isTrue();
      assertThat(isOpaque("o")).isTrue();
    }

    @Test
    void aDirectoryAfterItsWhiteoutHidesWhatWasBelow() throws Exception {
      extract(tar().file(".wh.d", "").directory("d").file("d/f", "x"), layer);

      assertThat(isOpaque("d")).isTrue();
      assertThat(root.resolve("d/f")).hasContent("x");
    }

    @Test
    void theRootItselfCanBeOpaque() throws Exception {
      extract(tar().file(".wh..wh..opq", "").file("f", "x"), layer);

      try (var directory = Directory.open(root, Lookup.NO_SYMLINKS)) {
        assertThat(dev.gantry.platform.linux.Xattrs.of(directory.fd()).names())
            .contains("trusted.overlay.opaque");
      }
    }

    @Test
    void theBookkeepingOfAufsIsIgnored() throws Exception {
      extract(
          tar().directory(".wh..wh.plnk").file(".wh..wh.plnk/1.2", "x").file(".wh..wh.aufs", ""),
          layer);

      assertThat(root).isEmptyDirectory();
    }

    @Test
    void aLowestLayerHasNothingToDelete() throws Exception {
      extract(
          tar().file("a", "x").file(".wh.a", "").file(".wh.b", "").file("d/.wh..wh..opq", ""),
          ExtractOptions.layer(Whiteouts.IGNORED));

      assertThat(root.resolve("a")).hasContent("x");
      assertThat(root.resolve("b")).doesNotExist();
      assertThat(root.resolve("d")).doesNotExist();
    }
  }
}
