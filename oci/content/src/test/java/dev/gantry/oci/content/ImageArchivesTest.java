package dev.gantry.oci.content;

import static dev.gantry.oci.content.ImageFixture.name;
import static dev.gantry.oci.content.ImageFixture.tar;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.gantry.oci.archive.TarEntry;
import dev.gantry.oci.archive.TarLimits;
import dev.gantry.oci.archive.TarReader;
import dev.gantry.oci.content.LoadEvent.Loaded;
import dev.gantry.oci.content.LoadEvent.LoadedUnnamed;
import dev.gantry.oci.content.LoadEvent.Moved;
import dev.gantry.oci.content.LoadEvent.Unpacking;
import dev.gantry.oci.spec.Descriptor;
import dev.gantry.oci.spec.DiffId;
import dev.gantry.oci.spec.Digest;
import dev.gantry.oci.spec.ImageIndex;
import dev.gantry.oci.spec.ImageManifest;
import dev.gantry.oci.spec.Manifest;
import dev.gantry.oci.spec.MediaType;
import dev.gantry.oci.spec.Platform;
import dev.gantry.platform.errors.NotFoundException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class ImageArchivesTest {
  private final ImageFixture here = new ImageFixture();
  private final ImageFixture there = new ImageFixture();
  private final List<LoadEvent> events = new ArrayList<>();

  @Nested
  final class RoundTrip {
    @Test
    void carriesImagesNamesAndBlobsUnchanged() throws IOException {
      var image = here.image(List.of("a", "b"), "app:1", "quay.io/x/app:2");
      assertThat(load(there, save("app:1", "quay.io/x/app:2"))).hasSize(1);
      var loaded = there.images.get(image.id());
      assertThat(loaded.layers()).isEqualTo(image.layers());
      assertThat(there.images.repoTags(image.id())).containsExactly("app:1", "quay.io/x/app:2");
      assertThat(there.content.list()).containsExactlyInAnyOrderElementsOf(here.content.list());
      assertThat(there.layers.files(image.chain().getLast())).containsExactly("b");
    }

    @Test
    void keepsCompressedLayersCompressed() throws IOException {
      var image = imageOf(LayerWriterTest.gzip(tar("a")));
      load(there, save(image.id().toString()));
      assertThat(there.images.get(image.id()).layers()).isEqualTo(image.layers());
      assertThat(there.images.get(image.id()).layers().getFirst().blob().mediaType())
          .isEqualTo(MediaType.OCI_LAYER_GZIP);
    }

    @Test
    void severalImagesShareLayers() throws IOException {
      here.image(List.of("a"), "base");
      here.image(List.of("a", "b"), "app");
      byte[] archive = save("base", "app");
      assertThat(entries(archive).keySet())
          .filteredOn(path -> path.startsWith("blobs/sha256/"))
          .hasSize(2 + 2 + 2);
      assertThat(load(there, archive)).hasSize(2);
      assertThat(there.images.names()).hasSize(2);
    }

    @Test
    void savingByIdNamesNothing() throws IOException {
      var image = here.image(List.of("a"), "app");
      load(there, save(image.id().shortId()));
      assertThat(there.images.namesOf(image.id())).isEmpty();
      assertThat(events).endsWith(new LoadedUnnamed(image.id()));
    }

    @Test
    void savingARepositoryTakesAllItsTags() throws IOException {
      here.image(List.of("a"), "app:1");
      here.image(List.of("b"), "app:2", "other:1");
      load(there, save("app"));
      assertThat(there.images.names())
          .extracting(NamedImage::name)
          .containsExactly(name("app:1"), name("app:2"));
    }

    @Test
    void savingTwiceGivesTheSameBytes() throws IOException {
      here.image(List.of("a", "b"), "app");
      assertThat(save("app")).isEqualTo(save("app"));
    }

    @Test
    void compressedArchivesLoad() throws IOException {
      var image = here.image(List.of("a"), "app");
      byte[] archive = save("app");
      for (byte[] compressed :
          List.of(
              LayerWriterTest.gzip(archive),
              Zstd.compress(archive),
              LayerWriterTest.bzip2(archive))) {
        var fresh = new ImageFixture();
        assertThat(load(fresh, compressed)).extracting(Image::id).containsExactly(image.id());
      }
    }
  }

  @Test
  void savedImagesStayUntilWritten() throws IOException {
    var image = here.image(List.of("a"), "app");
    try (var saved = here.archives.select(List.of("app"))) {
      assertThat(saved.images()).containsExactly(image.id());
      here.remover.remove("app", false, true);
      here.garbage.collect();
      var out = new ByteArrayOutputStream();
      saved.writeTo(out);
      assertThat(load(there, out.toByteArray())).hasSize(1);
    }
    here.garbage.collect();
    assertThat(here.content.list()).isEmpty();
  }

  @Test
  void unknownImagesAreRefusedBeforeAnythingIsWritten() {
    assertThatThrownBy(() -> here.archives.select(List.of("nosuch")))
        .isInstanceOf(NotFoundException.class)
        .hasMessage("No such image: nosuch:latest");
    assertThat(here.leases.purposes()).isEmpty();
  }

  @Nested
  final class Written {
    @Test
    void archiveIsAnOciLayout() throws IOException {
      var image = here.image(List.of("a"), "app:1");
      var files = entries(save("app:1"));
      assertThat(new String(file(files, "oci-layout"), UTF_8))
          .isEqualTo("{\"imageLayoutVersion\":\"1.0.0\"}");
      var index = (ImageIndex) Manifest.decode(file(files, "index.json"), Optional.empty());
      var descriptor = index.manifests().getFirst();
      assertThat(descriptor.annotations())
          .containsOnly(
              Map.entry("io.containerd.image.name", "docker.io/library/app:1"),
              Map.entry("org.opencontainers.image.ref.name", "1"));
      assertThat(descriptor.platform()).contains(Platform.of("linux", "amd64"));
      byte[] document = file(files, "blobs/sha256/" + descriptor.digest().hex());
      var manifest = (ImageManifest) Manifest.decode(document, Optional.empty());
      assertThat(manifest.config().digest()).isEqualTo(image.id().digest());
      assertThat(manifest.layers()).containsExactly(image.layers().getFirst().blob());
      files.forEach(
          (path, bytes) -> {
            if (path.startsWith("blobs/")) {
              assertThat(path).endsWith(Digest.of(bytes).hex());
            }
          });
    }

    @Test
    void archiveIsDockersToo() throws IOException {
      var image = here.image(List.of("a"), "app:1", "quay.io/app:2");
      var files = entries(save("app:1", "quay.io/app:2"));
      assertThat(new String(file(files, "manifest.json"), UTF_8))
          .isEqualTo(
              "[{\"Config\":\"%s\",\"RepoTags\":[\"app:1\",\"quay.io/app:2\"],\"Layers\":[\"%s\"]}]",
              "blobs/sha256/" + image.id().digest().hex(),
              "blobs/sha256/" + image.layers().getFirst().blob().digest().hex());
      assertThat(new String(file(files, "repositories"), UTF_8))
          .isEqualTo(
              "{\"app\":{\"1\":\"%1$s\"},\"quay.io/app\":{\"2\":\"%1$s\"}}",
              image.layers().getFirst().diffId().digest().hex());
    }

    @Test
    void manifestItWasPulledWithIsKept() throws IOException {
      var image = here.image(List.of("a"), "app:1");
      byte[] pulled =
          new String(
                  ImageManifest.of(
                          image.config(), image.layers().stream().map(ImageLayer::blob).toList())
                      .encode(),
                  UTF_8)
              .replace("{\"schemaVersion\"", "{ \"pulled\" : true, \"schemaVersion\"")
              .getBytes(UTF_8);
      var descriptor = Descriptor.of(MediaType.OCI_MANIFEST, pulled);
      byte[] index = ImageIndex.of(List.of(descriptor)).encode();
      try (var lease = here.leases.open("pull")) {
        here.content.write(lease, pulled);
        here.content.write(lease, index);
        here.images.nameByDigest(
            name("app"), Descriptor.of(MediaType.OCI_INDEX, index), image.id());
      }
      assertThat(entries(save("app:1"))).containsKey(ArchiveBuilder.blobPath(pulled));
    }
  }

  @Nested
  final class Loading {
    private final byte[] lower = tar("a");
    private final byte[] upper = tar("b");
    private final byte[] config = ArchiveBuilder.config(lower, upper);

    @Test
    void reportsWhatItDoes() {
      var other = there.image(List.of("other"), "app:1");
      byte[] archive = docker("['app:1','app:2']");
      var image = load(there, archive).getFirst();
      assertThat(events)
          .containsExactly(
              new Unpacking(new DiffId(Digest.of(lower)), lower.length, lower.length),
              new Unpacking(new DiffId(Digest.of(upper)), upper.length, upper.length),
              new Moved(name("app:1"), other.id()),
              new Loaded(name("app:1"), image.id()),
              new Loaded(name("app:2"), image.id()));
      events.clear();
      load(there, archive);
      assertThat(events)
          .containsExactly(
              new Loaded(name("app:1"), image.id()), new Loaded(name("app:2"), image.id()));
    }

    @Test
    void configurationKeepsItsBytes() {
      var image = load(there, docker("null")).getFirst();
      assertThat(image.id().digest()).isEqualTo(Digest.of(config));
      assertThat(there.content.read(image.id().digest(), 10_000)).isEqualTo(config);
    }

    /// As docker 1.10 to 24 wrote it: a directory for each layer, equal layers as links.
    @Test
    void layersMayBeLinks() {
      byte[] twice = ArchiveBuilder.config(lower, lower);
      byte[] archive =
          new ArchiveBuilder()
              .file("cfg.json", twice)
              .file("1/layer.tar", lower)
              .symlink("2/layer.tar", "../1/layer.tar")
              .hardLink("3.tar", "1/layer.tar")
              .file(
                  "manifest.json",
                  "[{'Config':'cfg.json','RepoTags':['x:1'],'Layers':['2/layer.tar','3.tar']}]")
              .build();
      var image = load(there, archive).getFirst();
      assertThat(image.layers()).hasSize(2);
      assertThat(image.chain()).hasSize(2);
    }

    @Test
    void namesMayBeginWithADot() {
      byte[] archive =
          new ArchiveBuilder()
              .file("./cfg.json", ArchiveBuilder.config(lower))
              .file("./a.tar", lower)
              .file("./manifest.json", "[{'Config':'cfg.json','Layers':['a.tar']}]")
              .build();
      assertThat(load(there, archive)).hasSize(1);
    }

    @Test
    void compressedLayersInDockersLayoutLoad() throws IOException {
      for (byte[] layer :
          List.of(
              LayerWriterTest.gzip(lower), Zstd.compress(lower), LayerWriterTest.bzip2(lower))) {
        var fresh = new ImageFixture();
        byte[] archive =
            new ArchiveBuilder()
                .file("cfg.json", ArchiveBuilder.config(lower))
                .file("a.tar", layer)
                .file("manifest.json", "[{'Config':'cfg.json','Layers':['a.tar']}]")
                .build();
        var loaded = load(fresh, archive).getFirst();
        assertThat(fresh.layers.files(loaded.chain().getFirst())).containsExactly("a");
      }
    }

    @Test
    void bigLayersGoStraightToTheStore() {
      byte[] big = tar("big", new byte[3_000_000]);
      byte[] archive =
          new ArchiveBuilder()
              .file("cfg.json", ArchiveBuilder.config(big))
              .file("big.tar", big)
              .file("junk", new byte[1_000_000])
              .file("manifest.json", "[{'Config':'cfg.json','Layers':['big.tar']}]")
              .build();
      var image = load(there, archive).getFirst();
      assertThat(events.stream().filter(Unpacking.class::isInstance)).hasSizeGreaterThan(2);
      // The junk became a blob as well, and was collected.
      assertThat(there.content.list())
          .extracting(BlobInfo::digest)
          .containsExactlyInAnyOrder(image.id().digest(), Digest.of(big));
    }

    @Test
    void emptyArchiveLoadsNothing() {
      byte[] archive = new ArchiveBuilder().file("manifest.json", "[]").build();
      assertThat(load(there, archive)).isEmpty();
    }

    @Test
    void ociLayoutLoadsByContainerdsAndPodmansNames() {
      byte[] gzip = LayerWriterTest.gzip(lower);
      byte[] cfg = ArchiveBuilder.config(lower);
      byte[] manifest = manifest(cfg, gzip);
      var descriptor = Descriptor.of(MediaType.OCI_MANIFEST, manifest);
      byte[] index =
          ImageIndex.of(
                  List.of(
                      descriptor.withAnnotations(
                          Map.of(
                              OciLayout.NAME_ANNOTATION,
                              "docker.io/library/a:1",
                              OciLayout.REF_ANNOTATION,
                              "1")),
                      descriptor.withAnnotations(Map.of(OciLayout.REF_ANNOTATION, "b:2")),
                      descriptor.withAnnotations(Map.of(OciLayout.REF_ANNOTATION, "latest"))))
              .encode();
      byte[] archive = oci(index).blob(manifest).blob(cfg).blob(gzip).build();
      var image = load(there, archive).getFirst();
      assertThat(there.images.repoTags(image.id())).containsExactly("a:1", "b:2");
      assertThat(image.layers().getFirst().blob().digest()).isEqualTo(Digest.of(gzip));
    }

    @Test
    void ociIndexOfSeveralPlatformsChooses() {
      byte[] amd = ArchiveBuilder.config(lower);
      byte[] arm = new String(amd, UTF_8).replace("amd64", "arm64").getBytes(UTF_8);
      byte[] nested =
          ImageIndex.of(
                  List.of(
                      Descriptor.of(MediaType.OCI_MANIFEST, manifest(arm, lower))
                          .withPlatform(Platform.of("linux", "arm64")),
                      Descriptor.of(MediaType.OCI_MANIFEST, manifest(amd, lower))
                          .withPlatform(Platform.of("linux", "amd64")),
                      Descriptor.of(MediaType.OCI_MANIFEST, "attestation".getBytes(UTF_8))
                          .withPlatform(Platform.of("unknown", "unknown"))))
              .encode();
      byte[] index = ImageIndex.of(List.of(Descriptor.of(MediaType.OCI_INDEX, nested))).encode();
      byte[] archive =
          oci(index)
              .blob(nested)
              .blob(manifest(amd, lower))
              .blob(manifest(arm, lower))
              .blob(amd)
              .blob(arm)
              .blob(lower)
              .build();
      assertThat(load(there, archive, Platform.of("linux", "arm64")))
          .extracting(image -> image.id().digest())
          .containsExactly(Digest.of(arm));
      assertThat(load(there, archive, Platform.of("linux", "amd64")))
          .extracting(image -> image.id().digest())
          .containsExactly(Digest.of(amd));
      assertThatThrownBy(() -> load(there, archive, Platform.of("linux", "s390x")))
          .isInstanceOf(NotFoundException.class)
          .hasMessageContaining("linux/s390x");
    }

    @Test
    void platformSelectsAmongDockersImages() {
      assertThat(load(there, docker("null"), Platform.of("linux", "amd64"))).hasSize(1);
      assertThatThrownBy(() -> load(there, docker("null"), Platform.of("linux", "arm64")))
          .isInstanceOf(NotFoundException.class);
    }

    /// As docker before 1.10 wrote it.
    @Test
    void legacyLayoutLoads() {
      var base = "1".repeat(64);
      var top = "2".repeat(64);
      byte[] archive =
          new ArchiveBuilder()
              .file("repositories", "{'team/app':{'1':'%s','2':'%s'}}".formatted(top, base))
              .file(base + "/VERSION", "1.0")
              .file(
                  base + "/json",
                  """
                  {'id':'%s','created':'2015-01-02T03:04:05Z','os':'linux','architecture':'amd64',
                  'container_config':{'Cmd':['/bin/sh','-c','#(nop) ADD file:1 in /']}}"""
                      .formatted(base))
              .file(base + "/layer.tar", lower)
              .file(
                  top + "/json",
                  """
                  {'id':'%s','parent':'%s','created':'2015-01-02T03:04:06Z','os':'linux',
                  'architecture':'amd64','author':'me','config':{'Cmd':['sh'],'Labels':null},
                  'container_config':{'Cmd':['/bin/sh','-c','#(nop) CMD [sh]']},'Size':0}"""
                      .formatted(top, base))
              .file(top + "/layer.tar", upper)
              .build();
      load(there, archive);
      var image = there.images.resolve("team/app:1");
      assertThat(image.layers())
          .extracting(layer -> layer.diffId().digest())
          .containsExactly(Digest.of(lower), Digest.of(upper));
      var loaded = there.images.config(image.id());
      assertThat(loaded.defaults().cmd()).containsExactly("sh");
      assertThat(loaded.author()).isEqualTo("me");
      assertThat(loaded.history())
          .extracting(entry -> entry.createdBy())
          .containsExactly("/bin/sh -c #(nop) ADD file:1 in /", "/bin/sh -c #(nop) CMD [sh]");
      assertThat(there.images.resolve("team/app:2").layers()).hasSize(1);
    }

    private byte[] docker(String repoTags) {
      return new ArchiveBuilder()
          .file("lower.tar", lower)
          .file("upper.tar", upper)
          .file("cfg.json", config)
          .file(
              "manifest.json",
              "[{'Config':'cfg.json','RepoTags':%s,'Layers':['lower.tar','upper.tar']}]"
                  .formatted(repoTags))
          .build();
    }

    private ArchiveBuilder oci(byte[] index) {
      return new ArchiveBuilder()
          .file("oci-layout", OciLayout.MARKER_CONTENT)
          .file("index.json", index);
    }

    private byte[] manifest(byte[] cfg, byte[] layer) {
      return ImageManifest.of(
              Descriptor.of(MediaType.OCI_CONFIG, cfg),
              List.of(Descriptor.of(MediaType.OCI_LAYER_GZIP, layer)))
          .encode();
    }
  }

  private Image imageOf(byte[] layer) {
    try (var lease = here.leases.open("test")) {
      var written = here.writer.write(lease, Optional.empty(), new ByteArrayInputStream(layer));
      byte[] config =
          """
          {"os":"linux","architecture":"amd64","rootfs":{"type":"layers","diff_ids":["%s"]}}"""
              .formatted(written.diffId())
              .getBytes(UTF_8);
      return here.images.create(ImageDraft.of(config, List.of(written)));
    }
  }

  private byte[] save(String... names) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var saved = here.archives.select(List.of(names))) {
      saved.writeTo(out);
    }
    return out.toByteArray();
  }

  private List<Image> load(ImageFixture into, byte[] archive) {
    return into.archives.load(new ByteArrayInputStream(archive), Optional.empty(), events::add);
  }

  private List<Image> load(ImageFixture into, byte[] archive, Platform only) {
    return into.archives.load(new ByteArrayInputStream(archive), Optional.of(only), events::add);
  }

  private static byte[] file(Map<String, byte[]> files, String path) {
    return Objects.requireNonNull(files.get(path), path);
  }

  private static Map<String, byte[]> entries(byte[] archive) throws IOException {
    var entries = new LinkedHashMap<String, byte[]>();
    var tar = new TarReader(new ByteArrayInputStream(archive), TarLimits.DEFAULT);
    for (var entry = tar.next(); entry.isPresent(); entry = tar.next()) {
      if (entry.get().kind() instanceof TarEntry.Kind.File) {
        entries.put(entry.get().path(), tar.content().readAllBytes());
      }
    }
    return entries;
  }
}
