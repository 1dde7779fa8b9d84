package dev.gantry.engine.snapshots;

import static dev.gantry.engine.snapshots.LayerTars.diffId;
import static dev.gantry.engine.snapshots.LayerTars.layer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.oci.archive.GzipOutputStream;
import dev.gantry.oci.spec.ChainId;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.errors.NotFoundException;
import dev.gantry.platform.lifecycle.TaskScope;
import dev.gantry.platform.testkit.RequiresRoot;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RequiresRoot
class LayerApplierTest {
  @RegisterExtension final LayerFixture fixture = new LayerFixture();

  @Test
  void layersStackUpWithTheirDeletions() throws Exception {
    var base =
        fixture.apply(
            Optional.empty(),
            layer()
                .file("kept", "kept")
                .file("gone", "gone")
                .file("dir/old", "old")
                .file("whole/a", "a")
                .file("whole/b", "b")
                .stream());
    var top =
        fixture.apply(
            Optional.of(base),
            layer()
                .file(".wh.gone", "")
                .file("dir/.wh..wh..opq", "")
                .file("dir/new", "new")
                .file(".wh.whole", "")
                .stream());

    fixture.insideView(
        top,
        tree -> {
          assertThat(tree.resolve("kept")).hasContent("kept");
          assertThat(tree.resolve("gone")).doesNotExist();
          assertThat(tree.resolve("dir")).isDirectoryContaining("glob:**/new");
          assertThat(tree.resolve("dir/old")).doesNotExist();
          assertThat(tree.resolve("whole")).doesNotExist();
        });
  }

  @Test
  void aLayerMayHideEverythingBelow() throws Exception {
    var base = fixture.apply(Optional.empty(), layer().file("old", "").file("d/old", "").stream());
    var middle =
        fixture.apply(Optional.of(base), layer().file(".wh..wh..opq", "").file("new", "").stream());
    var top = fixture.apply(Optional.of(middle), layer().file("top", "").stream());

    fixture.restart();

    fixture.insideView(
        top, tree -> assertThat(tree.toFile().list()).containsExactlyInAnyOrder("new", "top"));
  }

  @Test
  void aDirectoryWithoutAnEntryStaysAsItWas() throws Exception {
    var base =
        fixture.apply(
            Optional.empty(), layer().directory("tmp", 01777).directory("tmp/x", 0700).stream());
    var top = fixture.apply(Optional.of(base), layer().file("tmp/x/f", "f").stream());

    fixture.insideView(
        top,
        tree -> {
          assertThat((int) Files.getAttribute(tree.resolve("tmp"), "unix:mode") & 07777)
              .isEqualTo(01777);
          assertThat((int) Files.getAttribute(tree.resolve("tmp/x"), "unix:mode") & 07777)
              .isEqualTo(0700);
          assertThat(Files.getLastModifiedTime(tree.resolve("tmp")).toInstant())
              .isEqualTo(LayerTars.TIME);
        });
  }

  @Test
  void aDeletedDirectoryLendsNoAttributes() throws Exception {
    var base = fixture.apply(Optional.empty(), layer().directory("d", 0700).stream());
    var middle = fixture.apply(Optional.of(base), layer().file(".wh.d", "").stream());
    var top = fixture.apply(Optional.of(middle), layer().file("d/f", "f").stream());

    fixture.insideView(
        top,
        tree ->
            assertThat((int) Files.getAttribute(tree.resolve("d"), "unix:mode") & 07777)
                .isEqualTo(0755));
  }

  @Test
  void compressedLayersHaveTheDiffIdOfTheirTar() throws Exception {
    byte[] tar = layer().file("f", "x".repeat(10_000)).bytes();
    var compressed = new ByteArrayOutputStream();
    try (var out = new GzipOutputStream(compressed, GzipOutputStream.DEFAULT_LEVEL)) {
      out.write(tar);
    }

    var applied =
        fixture
            .applier()
            .unpack(Optional.empty(), new ByteArrayInputStream(compressed.toByteArray()));

    assertThat(applied.diff()).isEqualTo(diffId(tar));
    assertThat(applied.chain()).isEqualTo(ChainId.of(diffId(tar)));
    assertThat(applied.usage().bytes()).isEqualTo(10_000);
  }

  @Test
  void aLayerThatExistsIsNotRead() throws Exception {
    byte[] tar = layer().file("f", "f").bytes();
    var applier = fixture.applier();
    applier.unpack(Optional.empty(), diffId(tar), new ByteArrayInputStream(tar));
    var untouched = new ByteArrayInputStream(tar);

    var again = applier.unpack(Optional.empty(), diffId(tar), untouched);

    assertThat(again.created()).isFalse();
    assertThat(untouched.available()).isEqualTo(tar.length);
  }

  @Test
  void theSameLayerTwiceIsOneSnapshot() throws Exception {
    byte[] tar = layer().file("f", "f").bytes();
    var applier = fixture.applier();

    var first = applier.unpack(Optional.empty(), new ByteArrayInputStream(tar));
    var second = applier.unpack(Optional.empty(), new ByteArrayInputStream(tar));

    assertThat(first.created()).isTrue();
    assertThat(second.created()).isFalse();
    assertThat(second.chain()).isEqualTo(first.chain());
    assertThat(fixture.snapshots().list()).hasSize(1);
  }

  @Test
  void manyWhoWantTheSameLayerShareTheWork() throws Exception {
    byte[] tar = layer().file("f", "f").bytes();
    var applier = fixture.applier();
    var streams = new ArrayList<ByteArrayInputStream>();
    try (var scope = TaskScope.open("applies")) {
      for (int i = 0; i < 20; i++) {
        var stream = new ByteArrayInputStream(tar);
        streams.add(stream);
        scope.fork(() -> applier.unpack(Optional.empty(), diffId(tar), stream));
      }
      scope.join();
    }

    assertThat(streams).filteredOn(stream -> stream.available() < tar.length).hasSize(1);
    assertThat(fixture.snapshots().list()).hasSize(1);
  }

  @Test
  void anotherLayerThanExpectedLeavesNothing() throws Exception {
    byte[] tar = layer().file("f", "f").bytes();
    byte[] other = layer().file("g", "g").bytes();

    assertThatThrownBy(
            () ->
                fixture
                    .applier()
                    .unpack(Optional.empty(), diffId(other), new ByteArrayInputStream(tar)))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining(diffId(tar).toString());
    assertNothingIsLeft();
  }

  @Test
  void bytesAfterTheArchiveCountToo() throws Exception {
    byte[] tar = layer().file("f", "f").bytes();
    byte[] padded = java.util.Arrays.copyOf(tar, tar.length + 100_000);

    var applied = fixture.applier().unpack(Optional.empty(), new ByteArrayInputStream(padded));

    assertThat(applied.diff()).isEqualTo(diffId(padded));
  }

  @Test
  void whatFailsHalfWayLeavesNothing() throws Exception {
    byte[] tar = layer().file("a", "x".repeat(100_000)).file("b", "b").bytes();
    var broken =
        new SequenceInputStream(new ByteArrayInputStream(tar, 0, 50_000), new ResetConnection());

    assertThatThrownBy(() -> fixture.applier().unpack(Optional.empty(), broken))
        .isInstanceOf(IOException.class)
        .hasMessage("connection reset");
    assertThatThrownBy(
            () ->
                fixture.apply(Optional.empty(), layer().file("a", "a").hardLink("h", "z").stream()))
        .isInstanceOf(InvalidArgumentException.class);
    assertNothingIsLeft();
  }

  private static final class ResetConnection extends InputStream {
    @Override
    public int read() throws IOException {
      throw new IOException("connection reset");
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      throw new IOException("connection reset");
    }
  }

  private void assertNothingIsLeft() {
    assertThat(fixture.snapshots().list()).isEmpty();
    fixture.restart();
    for (String name : new String[] {"layers", "active", "trash"}) {
      assertThat(fixture.directory().resolve(name)).isEmptyDirectory();
    }
  }

  @Test
  void aParentThatDoesNotExistIsNotFound() {
    var parent = Optional.of(ChainId.of(diffId(new byte[1])));

    assertThatThrownBy(() -> fixture.apply(parent, layer().stream()))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void whatAnEarlierProcessBeganIsRemoved() {
    fixture.applier().begin(Optional.empty());
    fixture.snapshots().prepare("container", Optional.empty());
    fixture.restart();
    assertThat(fixture.snapshots().list()).hasSize(2);

    fixture.applier();

    assertThat(fixture.snapshots().list()).hasSize(1);
    assertThat(fixture.snapshots().find("container")).isPresent();
  }

  /// A layer cannot make use of a link that an earlier layer has planted.
  @Test
  void linksOfEarlierLayersLeadNowhere() throws Exception {
    Path canary = fixture.root().directory("canary");
    Files.writeString(canary.resolve("secret"), "secret");
    var base =
        fixture.apply(
            Optional.empty(),
            layer().symlink("l", canary.toString()).symlink("up", "../../../canary").stream());

    for (String link : new String[] {"l", "up"}) {
      fixture.apply(
          Optional.of(base),
          layer()
              .file(link + "/secret", "overwritten")
              .directory(link + "/dir", 0777)
              .file(link + "/.wh.secret", "")
              .file(link + "/.wh..wh..opq", "")
              .stream());
    }
    assertThatThrownBy(
            () -> fixture.apply(Optional.of(base), layer().hardLink("h", "l/secret").stream()))
        .isInstanceOf(InvalidArgumentException.class);

    assertThat(canary.toFile().list()).containsExactly("secret");
    assertThat(canary.resolve("secret")).hasContent("secret");
  }
}
