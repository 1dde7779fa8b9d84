package dev.gantry.oci.content;

import static dev.gantry.oci.content.ImageFixture.name;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.oci.spec.ContainerDefaults;
import dev.gantry.oci.spec.Descriptor;
import dev.gantry.oci.spec.DiffId;
import dev.gantry.oci.spec.Digest;
import dev.gantry.oci.spec.ImageId;
import dev.gantry.oci.spec.ImageManifest;
import dev.gantry.oci.spec.MediaType;
import dev.gantry.platform.errors.FailedPreconditionException;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.errors.NotFoundException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ImageStoreTest {
  private final ImageFixture fixture = new ImageFixture();
  private final ImageStore images = fixture.images;

  @Test
  void imageAndNamesSurviveReopening() {
    var base = fixture.image(List.of("a"), "base:1");
    var child =
        fixture.image(
            ImageFixture.NOW, ContainerDefaults.NONE, Optional.of(base), List.of("b"), "app");
    var reopened = fixture.reopened();
    assertThat(reopened.all()).containsExactlyInAnyOrder(base, child);
    assertThat(reopened.resolve("app")).isEqualTo(child);
    assertThat(reopened.names()).isEqualTo(images.names());
    assertThat(reopened.children(base.id())).containsExactly(child.id());
    assertThat(reopened.config(child.id()).history()).hasSize(2);
  }

  @Test
  void idIsTheDigestOfTheConfiguration() {
    var image = fixture.image(List.of("a"));
    byte[] config = fixture.content.read(image.id().digest(), 100_000);
    assertThat(Digest.of(config)).isEqualTo(image.id().digest());
    assertThat(image.size()).isEqualTo(1);
    assertThat(image.chain()).hasSize(1);
    assertThat(image.created()).isEqualTo(ImageFixture.NOW);
  }

  @Test
  void creatingAnImageAgainKeepsIt() {
    var first = fixture.image(List.of("a"), "x");
    var second = fixture.image(List.of("a"));
    assertThat(second).isEqualTo(first);
    assertThat(images.all()).hasSize(1);
  }

  @Nested
  final class Creation {
    @Test
    void needsTheBlobsOfAllLayers() {
      var image = fixture.image(List.of("a"));
      byte[] config = fixture.content.read(image.id().digest(), 100_000);
      fixture.content.delete(image.layers().getFirst().blob().digest());
      assertThatThrownBy(() -> images.create(ImageDraft.of(config, image.layers())))
          .isInstanceOf(FailedPreconditionException.class)
          .hasMessageContaining("missing");
    }

    @Test
    void needsTheDiffIdsOfTheConfiguration() {
      var image = fixture.image(List.of("a"));
      byte[] config = fixture.content.read(image.id().digest(), 100_000);
      var layer = image.layers().getFirst();
      var other =
          new ImageLayer(layer.blob(), DiffId.parse("sha256:" + "1".repeat(64)), layer.size());
      for (var layers : List.of(List.<ImageLayer>of(), List.of(other), List.of(layer, layer))) {
        assertThatThrownBy(() -> images.create(ImageDraft.of(config, layers)))
            .isInstanceOf(InvalidArgumentException.class);
      }
    }

    @Test
    void needsItsParent() {
      var image = fixture.image(List.of("a"));
      byte[] config =
          new String(fixture.content.read(image.id().digest(), 100_000), StandardCharsets.UTF_8)
              .replace("amd64", "riscv64")
              .getBytes(StandardCharsets.UTF_8);
      var nobody = ImageId.parse("sha256:" + "0".repeat(64));
      var draft = new ImageDraft(config, MediaType.OCI_CONFIG, image.layers(), Optional.of(nobody));
      assertThatThrownBy(() -> images.create(draft))
          .isInstanceOf(FailedPreconditionException.class)
          .hasMessageContaining(nobody.toString());
    }
  }

  @Nested
  final class Lookup {
    private final Image image = fixture.image(List.of("a"), "busybox", "quay.io/team/app:v1");

    @ParameterizedTest
    @ValueSource(
        strings = {
          "busybox",
          "busybox:latest",
          "library/busybox",
          "docker.io/library/busybox:latest",
          "quay.io/team/app:v1"
        })
    void findsByName(String name) {
      assertThat(images.resolve(name)).isEqualTo(image);
    }

    @Test
    void findsByIdAndPrefix() {
      var hex = image.id().digest().hex();
      for (var text :
          List.of(
              hex,
              "sha256:" + hex,
              hex.substring(0, 12),
              hex.substring(0, 1),
              "sha256:" + hex.substring(0, 4))) {
        assertThat(images.resolve(text)).as(text).isEqualTo(image);
      }
    }

    @Test
    void namesGoBeforePrefixes() {
      var prefix = image.id().digest().hex().substring(0, 6);
      var named = fixture.image(List.of("b"), prefix);
      assertThat(images.resolve(prefix)).isEqualTo(named);
    }

    @Test
    void ambiguousPrefixesAreNotFound() {
      // With 17 images two of them begin with the same digit.
      for (int i = 0; i < 17; i++) {
        fixture.image(List.of("file" + i));
      }
      var digits =
          images.all().stream().map(each -> each.id().digest().hex().substring(0, 1)).toList();
      var ambiguous =
          digits.stream().filter(d -> digits.indexOf(d) != digits.lastIndexOf(d)).toList();
      assertThatThrownBy(() -> images.resolve(ambiguous.getFirst()))
          .isInstanceOf(NotFoundException.class)
          .hasMessage(
              "No such image: %s:latest (several image IDs begin with %s)",
              ambiguous.getFirst(), ambiguous.getFirst());
    }

    @Test
    void unknownNamesAreNotFoundInDockersWords() {
      assertThatThrownBy(() -> images.resolve("nosuch"))
          .isInstanceOf(NotFoundException.class)
          .hasMessage("No such image: nosuch:latest");
      assertThatThrownBy(() -> images.resolve("busybox:1")).hasMessage("No such image: busybox:1");
      var id = "0".repeat(64);
      assertThatThrownBy(() -> images.resolve(id)).hasMessage("No such image: sha256:" + id);
      assertThatThrownBy(() -> images.resolve("UPPER"))
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessageContaining("must be lowercase");
    }

    @Test
    void digestDecidesWhenThereIsATagToo() {
      var manifest = manifestOf(image);
      images.nameByDigest(name("busybox"), manifest, image.id());
      var byDigest = "busybox@" + manifest.digest();
      assertThat(images.resolve(byDigest)).isEqualTo(images.get(image.id()));
      assertThat(images.resolve("busybox:other@" + manifest.digest()))
          .isEqualTo(images.get(image.id()));
      assertThat(images.repoDigests(image.id())).containsExactly(byDigest);
      assertThat(images.repoTags(image.id()))
          .containsExactly("busybox:latest", "quay.io/team/app:v1");
      assertThat(fixture.reopened().findName(name(byDigest)).orElseThrow().manifest())
          .contains(manifest);
    }
  }

  @Nested
  final class Tagging {
    private final Image first = fixture.image(List.of("a"), "app");
    private final Image second = fixture.image(List.of("b"));

    @Test
    void movesTheName() {
      assertThat(images.tag(name("app:latest"), second.id())).contains(first.id());
      assertThat(images.resolve("app").id()).isEqualTo(second.id());
      assertThat(images.namesOf(first.id())).isEmpty();
    }

    @Test
    void sayingItTwiceMovesNothing() {
      assertThat(images.tag(name("app:latest"), first.id())).isEmpty();
    }

    @Test
    void remembersWhen() {
      fixture.clock.advance(Duration.ofHours(1));
      images.tag(name("app:2"), first.id());
      assertThat(fixture.reopened().get(first.id()).lastTagged())
          .contains(ImageFixture.NOW.plusSeconds(3600));
    }

    @Test
    void refusesWhatIsNoTag() {
      var digest = name("app").withDigest(first.id().digest());
      assertThatThrownBy(() -> images.tag(digest, first.id()))
          .hasMessage("refusing to create a tag with a digest reference");
      assertThatThrownBy(() -> images.tag(name("sha256:abc"), first.id()))
          .hasMessage("refusing to create an ambiguous tag using digest algorithm as name");
    }

    @Test
    void needsTheImage() {
      assertThatThrownBy(() -> images.tag(name("x:1"), ImageId.parse("sha256:" + "0".repeat(64))))
          .isInstanceOf(NotFoundException.class);
    }
  }

  @Test
  void namingByDigestNeedsTheManifest() {
    var image = fixture.image(List.of("a"));
    var absent = Descriptor.of(MediaType.OCI_MANIFEST, new byte[] {1});
    assertThatThrownBy(() -> images.nameByDigest(name("x"), absent, image.id()))
        .isInstanceOf(NotFoundException.class);
  }

  private Descriptor manifestOf(Image image) {
    byte[] manifest =
        ImageManifest.of(image.config(), image.layers().stream().map(ImageLayer::blob).toList())
            .encode();
    try (var lease = fixture.leases.open("test")) {
      fixture.content.write(lease, manifest);
    }
    return Descriptor.of(MediaType.OCI_MANIFEST, manifest);
  }
}
