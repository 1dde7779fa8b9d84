package dev.gantry.oci.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.errors.NotImplementedException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ManifestTest {
  private static final String DESCRIPTOR =
      """
      {"mediaType":"application/vnd.oci.image.layer.v1.tar+gzip","digest":"sha256:%s","size":7}\
      """
          .formatted("a".repeat(64));
  private static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";

  @Test
  void manifestSurvivesEncoding() {
    var layer = Descriptor.of(MediaType.OCI_LAYER_GZIP, bytes("layer"));
    var manifest =
        ImageManifest.of(
            Descriptor.of(MediaType.OCI_CONFIG, bytes("config")),
            List.of(layer, layer.withAnnotations(Map.of("b", "2", "a", "1"))));
    byte[] document = manifest.encode();
    assertThat(Manifest.decode(document, Optional.of(MediaType.OCI_MANIFEST))).isEqualTo(manifest);
    assertThat(manifest.encode()).isEqualTo(document);
  }

  @Test
  void indexSurvivesEncoding() {
    var index =
        ImageIndex.of(
            List.of(
                Descriptor.of(MediaType.OCI_MANIFEST, bytes("m"))
                    .withPlatform(Platform.of("linux", "arm", "v7"))));
    assertThat(Manifest.decode(index.encode(), Optional.empty())).isEqualTo(index);
  }

  @Test
  void encodingIsStable() {
    var manifest =
        ImageManifest.of(
            Descriptor.of(MediaType.OCI_CONFIG, bytes("{}")),
            List.of(Descriptor.of(MediaType.OCI_LAYER, bytes("x"))));
    assertThat(new String(manifest.encode(), StandardCharsets.UTF_8))
        .isEqualTo(
            """
            {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",\
            "config":{"mediaType":"application/vnd.oci.image.config.v1+json",\
            "digest":"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",\
            "size":2},"layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar",\
            "digest":"sha256:2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881",\
            "size":1}]}""");
  }

  @Test
  void unknownFieldsAreIgnored() {
    var manifest = decode("{'schemaVersion':2,'config':D,'layers':[],'extra':{'x':[1]}}");
    assertThat(manifest).isInstanceOf(ImageManifest.class);
    assertThat(manifest.mediaType()).isEqualTo(MediaType.OCI_MANIFEST);
  }

  @Test
  void declaredTypeCountsWhenTheDocumentIsSilent() {
    var manifest =
        Manifest.decode(
            json("{'schemaVersion':2,'config':D,'layers':[]}"),
            Optional.of(MediaType.DOCKER_MANIFEST));
    assertThat(manifest.mediaType()).isEqualTo(MediaType.DOCKER_MANIFEST);
  }

  @Nested
  final class Ambiguity {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "{'schemaVersion':2,'config':D,'layers':[],'manifests':[]}",
          "{'schemaVersion':2,'layers':[D],'manifests':[D]}",
          "{'schemaVersion':2,'config':D,'manifests':[D]}",
          "{'schemaVersion':2,'config':D,'layers':[],'layers':[D]}",
          "{'schemaVersion':2,'config':D,'layers':[],'Layers':[D]}",
          "{'schemaVersion':2,'config':D,'layers':[],'Manifests':[D]}",
          "{'schemaVersion':2,'mediaType':'application/vnd.oci.image.index.v1+json',"
              + "'config':D,'layers':[]}",
          "{'schemaVersion':2,'mediaType':'" + OCI_MANIFEST + "','manifests':[]}",
          "{'schemaVersion':2,'mediaType':'text/html','manifests':[]}",
          "{'schemaVersion':2}",
          "{'schemaVersion':3,'config':D,'layers':[]}",
          "{'config':D,'layers':[]}",
        })
    void ambiguousDocumentsAreRefused(String document) {
      assertThatThrownBy(() -> decode(document)).isInstanceOf(InvalidArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
      "application/vnd.docker.distribution.manifest.v2+json",
      "application/vnd.oci.image.index.v1+json",
    })
    void typeMustBeWhatWasAnnounced(String declared) {
      byte[] document =
          json("{'schemaVersion':2,'mediaType':'" + OCI_MANIFEST + "','config':D,'layers':[]}");
      assertThatThrownBy(() -> Manifest.decode(document, Optional.of(new MediaType(declared))))
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessageContaining("media type mismatch");
    }

    @Test
    void schemaOneIsRefusedByName() {
      assertThatThrownBy(() -> decode("{'schemaVersion':1,'fsLayers':[],'name':'x'}"))
          .isInstanceOf(NotImplementedException.class)
          .hasMessageContaining("schema 1");
    }
  }

  @Nested
  final class Hostility {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "[]",
          "null",
          "",
          "{",
          "{'schemaVersion':2,'config':D,'layers':{}}",
          "{'schemaVersion':2,'config':D,'layers':[1]}",
          "{'schemaVersion':2,'config':[],'layers':[]}",
          "{'schemaVersion':'2','config':D,'layers':[]}",
          "{'schemaVersion':2,'config':D,'layers':[]} x",
          "{'schemaVersion':2,'config':{'mediaType':'a/b','digest':'sha256:x','size':1},"
              + "'layers':[]}",
          "{'schemaVersion':2,'config':{'mediaType':'a/b','size':1},'layers':[]}",
          "{'schemaVersion':2,'config':{'mediaType':'no type','digest':'sha256:x'},'layers':[]}",
        })
    void malformedDocumentsAreRefused(String document) {
      assertThatThrownBy(() -> decode(document)).isInstanceOf(InvalidArgumentException.class);
    }

    @Test
    void negativeSizesAreRefused() {
      var document =
          new String(json("{'schemaVersion':2,'config':D,'layers':[]}"), StandardCharsets.UTF_8)
              .replace("\"size\":7", "\"size\":-7");
      assertThatThrownBy(
              () -> Manifest.decode(document.getBytes(StandardCharsets.UTF_8), Optional.empty()))
          .hasMessageContaining("negative");
    }

    @Test
    void hugeDocumentsAreRefusedUnparsed() {
      assertThatThrownBy(() -> Manifest.decode(new byte[Manifest.MAX_SIZE + 1], Optional.empty()))
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessageContaining("more than the limit");
    }

    @Test
    void deepDocumentsAreRefused() {
      var deep = "{'schemaVersion':2,'config':D,'layers':[],'x':" + "[".repeat(100_000);
      assertThatThrownBy(() -> decode(deep)).isInstanceOf(InvalidArgumentException.class);
    }
  }

  private static Manifest decode(String document) {
    return Manifest.decode(json(document), Optional.empty());
  }

  private static byte[] json(String document) {
    return bytes(document.replace('\'', '"').replace("D", DESCRIPTOR));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
