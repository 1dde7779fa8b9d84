package dev.gantry.oci.content;

import static dev.gantry.oci.content.ImageFixture.name;
import static dev.gantry.oci.content.ImageFixture.tar;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.oci.content.GarbageCollector.Collected;
import dev.gantry.oci.spec.ChainId;
import dev.gantry.oci.spec.ContainerDefaults;
import dev.gantry.oci.spec.Descriptor;
import dev.gantry.oci.spec.Digest;
import dev.gantry.oci.spec.ImageIndex;
import dev.gantry.oci.spec.ImageManifest;
import dev.gantry.oci.spec.MediaType;
import dev.gantry.platform.errors.InternalException;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class GarbageCollectorTest {
  private final ImageFixture fixture = new ImageFixture();

  @Test
  void whatImagesReferToStays() {
    var image = fixture.image(List.of("a", "b"), "app");
    assertThat(fixture.garbage.collect()).isEqualTo(new Collected(0, 0, 0));
    assertThat(fixture.content.find(image.id().digest())).isPresent();
    assertThat(fixture.layers.parents()).hasSize(2);
  }

  @Test
  void removedImagesLeaveNothing() {
    fixture.image(List.of("a", "b"), "app");
    fixture.remover.remove("app", false, true);
    var collected = fixture.garbage.collect();
    assertThat(collected.blobs()).isEqualTo(3);
    assertThat(collected.layers()).isEqualTo(2);
    assertThat(collected.bytes()).isPositive();
    assertThat(fixture.content.list()).isEmpty();
    assertThat(fixture.layers.parents()).isEmpty();
  }

  @Test
  void sharedLayersStay() {
    var base = fixture.image(List.of("a"), "base");
    fixture.image(List.of("a", "b"), "app");
    fixture.remover.remove("app", false, true);
    fixture.garbage.collect();
    assertThat(fixture.layers.parents()).containsOnlyKeys(base.chain());
    assertThat(fixture.content.list()).hasSize(2);
  }

  @Test
  void layersUnderAContainerStayThoughTheBlobsGo() {
    var app = fixture.image(List.of("a", "b"), "app");
    fixture.use(app, "c1", false);
    fixture.remover.remove("app", true, true);
    fixture.garbage.collect();
    assertThat(fixture.layers.parents()).containsOnlyKeys(app.chain());
    assertThat(fixture.content.list()).isEmpty();
    fixture.containerChains.clear();
    assertThat(fixture.garbage.collect().layers()).isEqualTo(2);
  }

  @Test
  void leasesHoldWhatNoRecordKnowsYet() {
    try (var lease = fixture.leases.open("pull")) {
      var layer = fixture.writer.write(lease, Optional.empty(), new ByteArrayInputStream(tar("a")));
      fixture.garbage.collect();
      assertThat(fixture.content.find(layer.blob().digest())).isPresent();
      assertThat(fixture.layers.find(ChainId.of(layer.diffId()))).isPresent();
    }
    assertThat(fixture.garbage.collect()).extracting(Collected::blobs).isEqualTo(1);
    assertThat(fixture.layers.parents()).isEmpty();
  }

  @Test
  void heldLayerKeepsThoseBelowIt() {
    var app = fixture.image(List.of("a", "b"), "app");
    try (var lease = fixture.leases.open("create container")) {
      lease.retain(app.chain().getLast());
      fixture.remover.remove("app", false, true);
      fixture.garbage.collect();
      assertThat(fixture.layers.parents()).containsOnlyKeys(app.chain());
    }
  }

  @Test
  void manifestsOfNamesAndWhatTheyReferToStay() {
    var image = fixture.image(List.of("a"), "app:1");
    byte[] other = "config of another platform".getBytes(UTF_8);
    byte[] manifest =
        ImageManifest.of(Descriptor.of(MediaType.OCI_CONFIG, other), List.of()).encode();
    byte[] absent = "manifest not pulled".getBytes(UTF_8);
    byte[] index =
        ImageIndex.of(
                List.of(
                    Descriptor.of(MediaType.OCI_MANIFEST, manifest),
                    Descriptor.of(MediaType.OCI_MANIFEST, absent)))
            .encode();
    try (var lease = fixture.leases.open("pull")) {
      for (byte[] blob : List.of(other, manifest, index)) {
        fixture.content.write(lease, blob);
      }
      fixture.images.nameByDigest(
          name("app"), Descriptor.of(MediaType.OCI_INDEX, index), image.id());
    }
    assertThat(fixture.garbage.collect().blobs()).isZero();
    fixture.remover.remove("app:1", false, true);
    fixture.garbage.collect();
    assertThat(fixture.content.list()).isEmpty();
  }

  @Test
  void unreadableManifestStaysAlone() {
    var image = fixture.image(List.of("a"), "app:1");
    byte[] broken = "{".getBytes(UTF_8);
    try (var lease = fixture.leases.open("pull")) {
      fixture.content.write(lease, broken);
    }
    fixture.images.nameByDigest(
        name("app"), Descriptor.of(MediaType.OCI_MANIFEST, broken), image.id());
    fixture.garbage.collect();
    assertThat(fixture.content.find(Digest.of(broken))).isPresent();
  }

  @Test
  void failedDeletionIsTriedAgain() {
    fixture.image(List.of("a", "b"), "app");
    fixture.remover.remove("app", false, true);
    var broken = new AtomicBoolean(true);
    var collector =
        new GarbageCollector(
            fixture.content,
            new BreakableLayers(fixture.layers, broken),
            fixture.leases,
            List.of(fixture.images));
    assertThat(collector.collect().layers()).isZero();
    assertThat(fixture.layers.parents()).hasSize(2);
    broken.set(false);
    assertThat(collector.collect().layers()).isEqualTo(2);
  }

  @Test
  void layerBelowOneThatCannotGoStays() {
    var app = fixture.image(List.of("a", "b"), "app");
    fixture.remover.remove("app", false, true);
    var top = app.chain().getLast();
    var collector =
        new GarbageCollector(
            fixture.content,
            new LayerCatalog() {
              @Override
              public Map<ChainId, Optional<ChainId>> parents() {
                // Retained after the collection has looked at the leases.
                fixture.leases.open("late").retain(top);
                return fixture.layers.parents();
              }

              @Override
              public long delete(ChainId chain) {
                return fixture.layers.delete(chain);
              }
            },
            fixture.leases,
            List.of(fixture.images));
    assertThat(collector.collect().layers()).isZero();
    assertThat(fixture.layers.parents()).hasSize(2);
  }

  @Test
  void parentsOfBuiltImagesStay() {
    var base = fixture.image(List.of("a"));
    fixture.image(ImageFixture.NOW, ContainerDefaults.NONE, Optional.of(base), List.of("b"), "app");
    fixture.garbage.collect();
    assertThat(fixture.images.config(base.id()).diffIds()).hasSize(1);
    assertThat(fixture.content.find(base.id().digest())).isPresent();
  }

  private record BreakableLayers(LayerCatalog layers, AtomicBoolean broken)
      implements LayerCatalog {
    @Override
    public Map<ChainId, Optional<ChainId>> parents() {
      return layers.parents();
    }

    @Override
    public long delete(ChainId chain) {
      if (broken.get()) {
        throw new InternalException("disk");
      }
      return layers.delete(chain);
    }
  }
}
