package dev.gantry.oci.archive;

import static dev.gantry.oci.archive.Tars.ascii;
import static dev.gantry.oci.archive.Tars.blocks;
import static dev.gantry.oci.archive.Tars.header;
import static dev.gantry.oci.archive.Tars.patch;
import static dev.gantry.oci.archive.Tars.pax;
import static dev.gantry.oci.archive.Tars.tar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.oci.archive.TarEntry.Kind;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.linux.Directory;
import dev.gantry.platform.linux.Lookup;
import dev.gantry.platform.testkit.RequiresRoot;
import dev.gantry.platform.testkit.TemporaryRoot;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Archives that try to reach, change or read what is outside, each extracted as a plain
/// archive and as a layer. Whatever becomes of them, the canary beside the root stays as it is.
@RequiresRoot
class HostileArchiveTest {
  @RegisterExtension final TemporaryRoot temporary = new TemporaryRoot();

  /// What becomes of an attack.
  enum Outcome {
    REFUSED,
    CONTAINED,
    /// Harmless names in a plain archive, refused in a layer.
    REFUSED_IN_LAYERS
  }

  /// @param archive made for the absolute path of the canary
  record Attack(String name, Outcome outcome, Archive archive) {
    @Override
    public String toString() {
      return name;
    }
  }

  interface Archive {
    byte[] bytes(String canary);
  }

  private static final class Corpus {
    private final List<Attack> attacks = new ArrayList<>();

    void refused(String name, Archive archive) {
      attacks.add(new Attack(name, Outcome.REFUSED, archive));
    }

    void contained(String name, Archive archive) {
      attacks.add(new Attack(name, Outcome.CONTAINED, archive));
    }

    void refusedInLayers(String name, Archive archive) {
      attacks.add(new Attack(name, Outcome.REFUSED_IN_LAYERS, archive));
    }
  }

  static Stream<Attack> corpus() {
    var corpus = new Corpus();
    addTraversal(corpus);
    addLinks(corpus);
    addWhiteouts(corpus);
    addAttributes(corpus);
    addMalformed(corpus);
    return corpus.attacks.stream();
  }

  private static void addTraversal(Corpus to) {
    to.contained("dotdot", c -> tar().file("../canary/secret", "x").bytes());
    to.contained("dotdot in the middle", c -> tar().file("a/../../canary/secret", "x").bytes());
    to.contained("many dotdots", c -> tar().file("../".repeat(50) + "etc/passwd", "x").bytes());
    to.contained("absolute", c -> tar().file(c + "/secret", "x").bytes());
    to.contained("absolute with slashes", c -> tar().file("//" + c + "//secret", "x").bytes());
    to.contained("dotdot directory", c -> tar().directory("..", 0777).bytes());
    to.contained("dotdot directory with slash", c -> tar().directory("../canary/", 0777).bytes());
    to.contained("dotdot after a dot", c -> tar().file("./.././../canary/secret", "x").bytes());
    to.contained("dotdot link", c -> tar().symlink("../canary/link", "x").bytes());
    to.contained("dotdot fifo", c -> tar().fifo("../canary/fifo").bytes());
    to.refused("a file as the root", c -> tar().file(".", "x").bytes());
    to.refused("a link as the root", c -> tar().symlink("/", c).bytes());
    to.refused("an empty name", c -> blocks(header("", '0', 0), new byte[1024]));
    to.refused("a file above another", c -> tar().file("a", "x").file("a/b", "x").bytes());
    to.refused("a component too long", c -> tar().file("n".repeat(300), "x").bytes());
    to.contained(
        "a thousand directories deep", c -> tar().file("d/".repeat(1000) + "f", "x").bytes());
  }

  private static void addLinks(Corpus to) {
    to.refused(
        "through an absolute link", c -> tar().symlink("l", c).file("l/secret", "x").bytes());
    to.refused(
        "through a relative link",
        c -> tar().symlink("l", "../canary").file("l/secret", "x").bytes());
    to.contained(
        "through a link to the root", c -> tar().symlink("l", "/").file("l/secret", "x").bytes());
    to.contained(
        "through a link above the root",
        c -> tar().symlink("l", "../../..").file("l/secret", "x").bytes());
    to.refused(
        "through a chain of links",
        c -> tar().symlink("a", "b").symlink("b", c).file("a/secret", "x").bytes());
    to.refused(
        "through a link in the middle",
        c -> tar().symlink("l", c + "/..").file("l/canary/secret", "x").bytes());
    to.refused(
        "through proc",
        c -> tar().symlink("l", "/proc/self/root").file("l" + c + "/secret", "x").bytes());
    to.refused(
        "through a descriptor",
        c -> tar().symlink("l", "/proc/self/fd/3").file("l/secret", "x").bytes());
    to.contained(
        "over a link to a file", c -> tar().symlink("f", c + "/secret").file("f", "x").bytes());
    to.contained(
        "a directory over a link",
        c -> tar().symlink("d", c + "/dir").directory("d", 0777).bytes());
    to.contained(
        "a directory over a link, filled",
        c -> tar().symlink("d", c + "/dir").directory("d").file("d/file", "x").bytes());
    to.contained(
        "a directory twice with a link between",
        c -> tar().directory("d").symlink("d", c + "/dir").directory("d", 0777).bytes());
    to.refused(
        "a directory that becomes a link",
        c -> tar().directory("d").symlink("d", c + "/dir").file("d/file", "x").bytes());
    to.refused(
        "a parent that becomes a link",
        c -> tar().file("a/b/f", "x").symlink("a", c).file("a/dir/file", "x").bytes());
    to.refused("hard link out, absolute", c -> tar().hardLink("h", c + "/secret").bytes());
    to.refused("hard link out, relative", c -> tar().hardLink("h", "../canary/secret").bytes());
    to.refused(
        "hard link through a link", c -> tar().symlink("l", c).hardLink("h", "l/secret").bytes());
    to.contained(
        "hard link to a link out, then written",
        c -> tar().symlink("l", c + "/secret").hardLink("h", "l").file("h", "x").bytes());
    to.contained(
        "mode through a hard link to a link",
        c ->
            tar()
                .symlink("l", c + "/secret")
                .add(TarEntry.of("h", new Kind.HardLink("l"), 0777, Tars.TIME))
                .bytes());
    to.refused("hard link to a directory", c -> tar().directory("d").hardLink("h", "d").bytes());
    to.refused("hard link to nothing", c -> tar().hardLink("h", "none").bytes());
    to.refused("hard link to itself", c -> tar().hardLink("h", "h").bytes());
    to.refused("through a dangling link", c -> tar().symlink("l", "none").file("l/f", "x").bytes());
    to.refused(
        "through a loop of links",
        c -> tar().symlink("a", "b").symlink("b", "a").file("a/f", "x").bytes());
    to.contained(
        "attribute of a link",
        c ->
            tar()
                .add(
                    TarEntry.of("l", new Kind.Symlink(c + "/secret"), 0777, Tars.TIME)
                        .withXattrs(TarXattrs.of(java.util.Map.of("user.x", new byte[1]))))
                .bytes());
  }

  private static void addWhiteouts(Corpus to) {
    for (String name : List.of(".wh.", ".wh..", ".wh...", "sub/.wh.", "sub/.wh..", "sub/.wh...")) {
      to.refusedInLayers("whiteout " + name, c -> tar().directory("sub").file(name, "").bytes());
    }
    to.refusedInLayers("below .wh...", c -> tar().file(".wh.../secret", "").bytes());
    to.contained("whiteout and dotdot", c -> tar().file(".wh.../../canary/.wh.secret", "").bytes());
    to.refusedInLayers("below a whiteout", c -> tar().file("a/.wh.b/c", "").bytes());
    to.refusedInLayers("opaque as a directory", c -> tar().directory("sub/.wh..wh..opq").bytes());
    to.refusedInLayers("opaque as a link", c -> tar().symlink("sub/.wh..wh..opq", c).bytes());
    to.refusedInLayers("whiteout as a directory", c -> tar().directory(".wh.a").bytes());
    to.refusedInLayers("whiteout as a link", c -> tar().symlink(".wh.a", c).bytes());
    to.refusedInLayers("whiteout as a device", c -> tar().charDevice(".wh.a", 1, 3).bytes());
    to.refused(
        "whiteout through a link",
        c -> tar().symlink("l", c).file("l/.wh.secret", "").file("l/x", "").bytes());
    to.refused(
        "opaque through a link",
        c -> tar().symlink("l", c).file("l/.wh..wh..opq", "").file("l/x", "").bytes());
    to.contained("whiteout of a link", c -> tar().symlink("l", c).file(".wh.l", "").bytes());
    to.refused(
        "whiteout with a zero byte",
        c -> blocks(pax('x', "path", ascii(".wh.\0a")), header("a", '0', 0)));
    to.refused("device 0:0", c -> tar().charDevice("etc", 0, 0).bytes());
    to.refused(
        "block device 0:0",
        c -> tar().add(TarEntry.of("b", new Kind.BlockDevice(0, 0), 0, Tars.TIME)).bytes());
  }

  private static void addAttributes(Corpus to) {
    for (String name :
        List.of(
            "trusted.overlay.opaque",
            "trusted.overlay.redirect",
            "trusted.overlay.metacopy",
            "trusted.anything",
            "user.overlay.opaque")) {
      to.refused("attribute " + name, c -> tar().xattr("f", name, ascii("y")).bytes());
    }
    to.refused(
        "owner that is -1",
        c -> tar().add(TarEntry.file("f", 0, 0, Tars.TIME).withOwner(4294967295L, 0)).bytes());
    to.refused(
        "owner that is 0 in 32 bits",
        c -> tar().add(TarEntry.file("f", 0, 0, Tars.TIME).withOwner(0, 1L << 32)).bytes());
    to.refused(
        "owner below zero",
        c -> tar().add(TarEntry.file("f", 0, 0, Tars.TIME).withOwner(-5, 0)).bytes());
    to.refused("device beyond the kernel's", c -> tar().charDevice("d", 5000, 0).bytes());
    to.contained(
        "mode with every bit",
        c -> blocks(patch(header("f", '0', 0), 100, ascii("7777777\0")), new byte[1024]));
  }

  private static void addMalformed(Corpus to) {
    to.refused(
        "path of 5000 bytes",
        c -> blocks(pax('x', "path", ascii("a/".repeat(2500))), header("a", '0', 0)));
    to.refused(
        "link of 5000 bytes",
        c -> blocks(pax('x', "linkpath", ascii("a/".repeat(2500))), header("a", '2', 0)));
    to.refused("a gigabyte of header", c -> header("p", 'x', 1L << 30));
    to.refused("an unknown type", c -> blocks(header("f", 'Q', 0), new byte[1024]));
    to.refused(
        "eight exabytes",
        c -> blocks(pax('x', "size", ascii("9000000000000000000")), header("f", '0', 0)));
    to.refused(
        "a sparse file of eight exabytes",
        c ->
            blocks(
                pax('g', "GNU.sparse.size", ascii("9000000000000000000")),
                pax('x', "GNU.sparse.map", ascii("0,1")),
                header("f", '0', 1),
                new byte[1],
                new byte[1024]));
    to.refused(
        "a negative size",
        c ->
            blocks(
                patch(
                    header("f", '0', 0),
                    124,
                    HexFormat.of().parseHex("ffffffffffffffffffffffff"))));
    to.refused("half an archive", c -> java.util.Arrays.copyOf(header("f", '0', 99), 600));
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void nothingOutsideChanges(Attack attack) throws Exception {
    for (var whiteouts : Whiteouts.values()) {
      Path base = temporary.directory("base-" + whiteouts);
      Path canary = makeCanary(base);
      Path root = Files.createDirectory(base.resolve("root"));
      var before = TreeListing.ofCanary(canary);

      boolean refused = !extract(attack.archive().bytes(canary.toString()), root, whiteouts);

      assertThat(TreeListing.ofCanary(canary)).isEqualTo(before);
      try (Stream<Path> beside = Files.list(base)) {
        assertThat(beside).containsExactlyInAnyOrder(canary, root);
      }
      assertThat(refused)
          .as("refused with whiteouts %s", whiteouts)
          .isEqualTo(isToBeRefused(attack.outcome(), whiteouts));
      assertNoForeignOverlayMarks(root);
    }
  }

  private static boolean isToBeRefused(Outcome outcome, Whiteouts whiteouts) {
    return switch (outcome) {
      case REFUSED -> true;
      case CONTAINED -> false;
      case REFUSED_IN_LAYERS -> whiteouts != Whiteouts.PLAIN;
    };
  }

  private static Path makeCanary(Path base) throws IOException {
    Path canary = Files.createDirectory(base.resolve("canary"));
    Files.writeString(canary.resolve("secret"), "secret");
    Files.createDirectory(canary.resolve("dir"));
    Files.writeString(canary.resolve("dir/file"), "file");
    Files.createSymbolicLink(canary.resolve("link"), Path.of("secret"));
    return canary;
  }

  /// Whether the archive was accepted; a failure of any other category than "your fault" fails.
  private static boolean extract(byte[] archive, Path root, Whiteouts whiteouts)
      throws IOException, InterruptedException {
    var options =
        whiteouts == Whiteouts.PLAIN ? ExtractOptions.PLAIN : ExtractOptions.layer(whiteouts);
    try (var directory = Directory.open(root, Lookup.IN_ROOT)) {
      TreeExtractor.extract(new ByteArrayInputStream(archive), directory, options);
      return true;
    } catch (InvalidArgumentException e) {
      assertThat(e.getMessage()).hasSizeLessThan(9000);
      return false;
    }
  }

  private static void assertNoForeignOverlayMarks(Path root) throws IOException {
    assertThat(TreeListing.of(root).values())
        .noneMatch(line -> line.contains("user.overlay") || line.contains("trusted.a"));
  }

  @Test
  void theCorpusIsAsLargeAsPromised() {
    assertThat(corpus()).hasSizeGreaterThanOrEqualTo(60);
  }

  @Test
  void manyEntriesAreRefusedBeforeTheyFillTheDisk() throws IOException {
    Path root = temporary.directory("root");
    var bomb = tar();
    for (int i = 0; i < 2000; i++) {
      bomb.file("f" + i, "");
    }
    var limits = new TarLimits(1 << 20, 4096, 1000, 10, 10);
    byte[] bytes = bomb.bytes();

    try (var directory = Directory.open(root, Lookup.IN_ROOT)) {
      assertThatThrownBy(
              () ->
                  TreeExtractor.extract(
                      new ByteArrayInputStream(bytes),
                      directory,
                      ExtractOptions.PLAIN.withLimits(limits)))
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessageContaining("more than 1000 entries");
    }
  }
}
