package dev.gantry.oci.content;

import static dev.gantry.oci.content.ImageFixture.tar;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.oci.archive.TarEntry;
import dev.gantry.oci.spec.Descriptor;
import dev.gantry.oci.spec.Digest;
import dev.gantry.oci.spec.ImageIndex;
import dev.gantry.oci.spec.ImageManifest;
import dev.gantry.oci.spec.Manifest;
import dev.gantry.oci.spec.MediaType;
import dev.gantry.platform.errors.DataLossException;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.errors.NotImplementedException;
import dev.gantry.platform.errors.UnavailableException;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Archives from strangers: each is refused for the right reason and leaves nothing.
final class BadArchivesTest {
  private static final byte[] LAYER = tar("file", new byte[200_000]);
  private static final byte[] CONFIG = ArchiveBuilder.config(LAYER);

  private final ImageFixture fixture = new ImageFixture();

  @AfterEach
  void nothingIsLeft() {
    assertThat(fixture.images.all()).isEmpty();
    assertThat(fixture.content.list()).isEmpty();
    assertThat(fixture.layers.parents()).isEmpty();
    assertThat(fixture.layers.unfinished()).isZero();
    assertThat(fixture.leases.purposes()).isEmpty();
  }

  @Test
  void noArchive() {
    assertThatThrownBy(() -> load("no archive at all".repeat(100).getBytes(UTF_8)))
        .isInstanceOf(InvalidArgumentException.class);
    refuse("neither manifest.json nor index.json nor repositories", archive());
    refuse(
        "neither manifest.json nor index.json nor repositories",
        archive().file("index.json", "{}"));
  }

  @Test
  void truncation() {
    byte[] whole = docker("cfg.json", "layer.tar").build();
    for (int length : new int[] {100, 700, 5000, 150_000, whole.length / 2}) {
      assertThatThrownBy(() -> load(Arrays.copyOf(whole, length)))
          .as("%d bytes", length)
          .isInstanceOf(InvalidArgumentException.class);
      assertThat(fixture.content.list()).isEmpty();
    }
    byte[] gzip = LayerWriterTest.gzip(whole);
    assertThatThrownBy(() -> load(Arrays.copyOf(gzip, gzip.length / 2)))
        .isInstanceOf(InvalidArgumentException.class);
  }

  @Test
  void brokenConnection() {
    byte[] whole = docker("cfg.json", "layer.tar").build();
    var broken = BrokenStream.after(whole, whole.length - 1500);
    assertThatThrownBy(() -> fixture.archives.load(broken, Optional.empty(), _ -> {}))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("connection reset");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../cfg.json", "a/../../cfg.json", ".."})
  void namesThatLeadOut(String path) {
    refuse("leads out of the archive", archive().file(path, "x"));
    refuse("leads out of the archive", docker(path, "layer.tar"));
  }

  @Test
  void linksThatLeadOutOrRound() {
    refuse(
        "leads out of the archive",
        docker("link", "layer.tar").symlink("link", "../../etc/passwd"));
    refuse("\"link\" is missing", docker("link", "layer.tar").symlink("link", "/etc/passwd"));
    refuse("too many links", docker("a", "layer.tar").symlink("a", "b").symlink("b", "a"));
  }

  @Test
  void devices() {
    refuse(
        "neither file, directory nor link",
        archive().entry("manifest.json", new TarEntry.Kind.CharDevice(1, 3)));
    refuse(
        "neither file, directory nor link",
        archive().entry("manifest.json", new TarEntry.Kind.Fifo()));
  }

  @Test
  void twoEntriesOfOneName() {
    refuse("ambiguous", docker("cfg.json", "layer.tar").file("./manifest.json", "[]"));
    refuse("ambiguous", docker("cfg.json", "layer.tar").symlink("x/../cfg.json", "y"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "null | cannot be null",
        "{} | invalid JSON",
        "[1] | invalid JSON",
        "[{}] | no Config",
        "[{'Config':'nosuch','Layers':[]}] | \"nosuch\" is missing",
        "[{'Config':'cfg.json','Layers':[]}] | layers length mismatch: expected 0, got 1",
        "[{'Config':'cfg.json','Layers':['layer.tar','layer.tar']}] | layers length mismatch",
        "[{'Config':'cfg.json','Layers':['nosuch']}] | \"nosuch\" is missing",
        "[{'Config':'cfg.json','Layers':['layer.tar'],'RepoTags':['UP:1']}] | lowercase",
        "[{'Config':'cfg.json','Layers':['layer.tar'],'RepoTags':['app']}] | invalid tag",
        "[{'Config':'layer.tar','Layers':['layer.tar']}] | invalid JSON",
      })
  void badManifests(String manifest, String message) {
    refuse(
        message,
        archive()
            .file("cfg.json", CONFIG)
            .file("layer.tar", LAYER)
            .file("manifest.json", manifest));
  }

  @Test
  void hugeDocuments() {
    byte[] huge = new byte[Manifest.MAX_SIZE + 1];
    Arrays.fill(huge, (byte) ' ');
    refuse("more than the limit", archive().file("manifest.json", huge));
    refuse(
        "more than the limit",
        archive()
            .file("cfg.json", huge)
            .file("manifest.json", "[{'Config':'cfg.json','Layers':[]}]"));
    refuse("invalid JSON", archive().file("manifest.json", "[".repeat(100_000)));
  }

  @Test
  void anotherSystemsImage() {
    refuse(
        "cannot load windows image on linux",
        archive()
            .file("cfg.json", new String(CONFIG, UTF_8).replace("linux", "windows"))
            .file("layer.tar", LAYER)
            .file("manifest.json", "[{'Config':'cfg.json','Layers':['layer.tar']}]"));
  }

  @Test
  void layerWithAnotherDiffId() {
    for (byte[] other : List.of(tar("other", new byte[200_000]), tar("small"))) {
      for (byte[] layer : List.of(other, LayerWriterTest.gzip(other))) {
        assertThatThrownBy(() -> load(docker("cfg.json", layer).build()))
            .isInstanceOf(DataLossException.class)
            .hasMessageContaining("filesystem layer verification failed");
        assertThat(fixture.content.list()).isEmpty();
      }
    }
  }

  /// The digest of the compressed bytes is what the configuration calls the diff id.
  @Test
  void compressedLayerInPlaceOfAPlainOne() {
    byte[] gzip = LayerWriterTest.gzip(LAYER);
    assertThatThrownBy(
            () ->
                load(
                    archive()
                        .file("cfg.json", ArchiveBuilder.config(gzip))
                        .file("layer.tar", gzip)
                        .file("manifest.json", "[{'Config':'cfg.json','Layers':['layer.tar']}]")
                        .build()))
        .isInstanceOf(DataLossException.class);
  }

  @Test
  void layerThatIsNoTar() {
    byte[] garbage = "garbage".repeat(50_000).getBytes(UTF_8);
    assertThatThrownBy(
            () ->
                load(
                    archive()
                        .file("cfg.json", ArchiveBuilder.config(garbage))
                        .file("layer.tar", garbage)
                        .file("manifest.json", "[{'Config':'cfg.json','Layers':['layer.tar']}]")
                        .build()))
        .isInstanceOf(InvalidArgumentException.class);
  }

  @Nested
  final class Oci {
    private final byte[] manifest =
        ImageManifest.of(
                Descriptor.of(MediaType.OCI_CONFIG, CONFIG),
                List.of(Descriptor.of(MediaType.OCI_LAYER, LAYER)))
            .encode();
    private final Descriptor descriptor = Descriptor.of(MediaType.OCI_MANIFEST, manifest);

    @Test
    void blobUnderAnotherName() {
      for (byte[] tampered : List.of(tar("small"), tar("big", new byte[100_000]))) {
        byte[] archive =
            layout(descriptor)
                .blob(manifest)
                .blob(CONFIG)
                .file(ArchiveBuilder.blobPath(LAYER), tampered)
                .build();
        assertThatThrownBy(() -> load(archive))
            .isInstanceOf(DataLossException.class)
            .hasMessageContaining(Digest.of(LAYER).toString());
      }
    }

    @Test
    void blobLinkedToAnother() {
      byte[] archive =
          layout(descriptor)
              .blob(manifest)
              .blob(CONFIG)
              .file("other", tar("other"))
              .symlink(ArchiveBuilder.blobPath(LAYER), "/other")
              .build();
      assertThatThrownBy(() -> load(archive))
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessageContaining("its descriptor says");
    }

    @Test
    void blobNameThatIsNoDigest() {
      assertThatThrownBy(() -> load(layout(descriptor).file("blobs/sha256/abc", "x").build()))
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessageContaining("invalid checksum digest");
    }

    @Test
    void descriptorWithAnotherSize() {
      refuse(
          "its descriptor says",
          layout(Descriptor.of(MediaType.OCI_MANIFEST, descriptor.digest(), 7))
              .blob(manifest)
              .blob(CONFIG)
              .blob(LAYER));
    }

    @Test
    void descriptorWithAnotherType() {
      refuse(
          "media type mismatch",
          layout(Descriptor.of(MediaType.DOCKER_MANIFEST, descriptor.digest(), descriptor.size()))
              .blob(manifest));
    }

    @Test
    void missingBlob() {
      refuse("is missing", layout(descriptor).blob(manifest).blob(CONFIG));
      refuse("is missing", layout(descriptor).blob(CONFIG).blob(LAYER));
    }

    @Test
    void ambiguousManifest() {
      byte[] ambiguous =
          new String(manifest, UTF_8)
              .replace("\"layers\"", "\"manifests\":[],\"layers\"")
              .getBytes(UTF_8);
      refuse(
          "ambiguous",
          layout(Descriptor.of(MediaType.OCI_MANIFEST, ambiguous))
              .blob(ambiguous)
              .blob(CONFIG)
              .blob(LAYER));
    }

    @Test
    void indexThatIsAManifest() {
      refuse(
          "index.json is no index",
          archive().file("oci-layout", "{}").file("index.json", manifest));
    }

    @Test
    void indexesNestedDeeply() {
      var archive = archive().file("oci-layout", "{}");
      var inner = descriptor;
      for (int i = 0; i < 6; i++) {
        byte[] index = ImageIndex.of(List.of(inner)).encode();
        archive.blob(index);
        inner = Descriptor.of(MediaType.OCI_INDEX, index);
      }
      refuse(
          "nested too deeply",
          archive.blob(manifest).file("index.json", ImageIndex.of(List.of(inner)).encode()));
    }

    @Test
    void somethingElseThanAnImage() {
      byte[] artifact =
          ImageManifest.of(
                  Descriptor.of(new MediaType("application/vnd.example+json"), CONFIG), List.of())
              .encode();
      refuse(
          "is not that of an image",
          layout(Descriptor.of(MediaType.OCI_MANIFEST, artifact)).blob(artifact).blob(CONFIG));
    }

    @Test
    void schemaOne() {
      byte[] old = "{\"schemaVersion\":1,\"fsLayers\":[]}".getBytes(UTF_8);
      assertThatThrownBy(
              () -> load(layout(Descriptor.of(MediaType.OCI_MANIFEST, old)).blob(old).build()))
          .isInstanceOf(NotImplementedException.class);
    }

    private ArchiveBuilder layout(Descriptor image) {
      return archive()
          .file("oci-layout", OciLayout.MARKER_CONTENT)
          .file("index.json", ImageIndex.of(List.of(image)).encode());
    }
  }

  @Nested
  final class Legacy {
    private final String id = "1".repeat(64);

    @Test
    void layersInACircle() {
      refuse(
          "more than 1000 layers",
          archive()
              .file("repositories", "{'app':{'1':'%s'}}".formatted(id))
              .file(id + "/json", "{'id':'%1$s','parent':'%1$s'}".formatted(id))
              .file(id + "/layer.tar", LAYER));
    }

    @Test
    void idsThatArePaths() {
      refuse("invalid layer ID", archive().file("repositories", "{'app':{'1':'../../etc'}}"));
    }

    @Test
    void documentsOfAnotherShape() {
      refuse("is not what it should be", archive().file("repositories", "[]"));
      refuse("is not what it should be", archive().file("repositories", "{'app':'x'}"));
    }
  }

  private static ArchiveBuilder archive() {
    return new ArchiveBuilder();
  }

  private static ArchiveBuilder docker(String config, String layer) {
    return archive()
        .file("layer.tar", LAYER)
        .file("cfg.json", CONFIG)
        .file(
            "manifest.json",
            "[{'Config':'%s','Layers':['%s'],'RepoTags':['app:1']}]".formatted(config, layer));
  }

  private static ArchiveBuilder docker(String config, byte[] layer) {
    return archive()
        .file("other.tar", layer)
        .file(config, CONFIG)
        .file(
            "manifest.json",
            "[{'Config':'%s','Layers':['other.tar'],'RepoTags':['app:1']}]".formatted(config));
  }

  private void refuse(String message, ArchiveBuilder archive) {
    assertThatThrownBy(() -> load(archive.build()))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining(message);
    assertThat(fixture.content.list()).as("blobs after: %s", message).isEmpty();
  }

  private List<Image> load(byte[] archive) {
    return fixture.archives.load(new ByteArrayInputStream(archive), Optional.empty(), _ -> {});
  }
}
