package dev.gantry.oci.content;

import static dev.gantry.oci.content.ImageFixture.tar;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.oci.archive.ExpansionLimits;
import dev.gantry.oci.spec.ChainId;
import dev.gantry.oci.spec.ContainerDefaults;
import dev.gantry.oci.spec.ImageConfig;
import dev.gantry.oci.spec.ImageReference;
import dev.gantry.oci.spec.Platform;
import dev.gantry.platform.errors.ConflictException;
import dev.gantry.platform.errors.NotFoundException;
import dev.gantry.platform.lifecycle.TaskScope;
import dev.gantry.platform.store.MemoryStore;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Pulls, removals and collections of the same few layers at the same time: whatever image can be
/// seen must be whole.
final class CollectionRaceTest {
  private static final int ROUNDS = 150;

  @TempDir Path root = Path.of("/nonexistent");

  private final Leases leases = new Leases();
  private final InMemoryLayers layers = new InMemoryLayers();
  private final AtomicInteger pulled = new AtomicInteger();
  private final AtomicInteger seen = new AtomicInteger();

  @Test
  void visibleImagesAreWhole() throws InterruptedException {
    var content = FileContentStore.open(root);
    var images = ImageStore.open(new MemoryStore(), content, leases, InstantSource.system());
    var garbage = new GarbageCollector(content, layers, leases, List.of(images));
    var remover = new ImageRemover(images, _ -> List.of(), layers, List.of());
    var done = new AtomicInteger();
    try (var scope = TaskScope.open("race")) {
      for (int i = 0; i < 2; i++) {
        int seed = i;
        scope.fork(
            () -> {
              var random = new Random(seed);
              for (int round = 0; round < ROUNDS; round++) {
                pull(images, content, random.nextInt(4));
                if (random.nextBoolean()) {
                  remove(images, remover);
                }
              }
              return done.incrementAndGet();
            });
      }
      scope.fork(
          () -> {
            while (done.get() < 2 && !Thread.currentThread().isInterrupted()) {
              garbage.collect();
            }
            return true;
          });
      scope.join();
    }
    images.all().forEach(image -> assertWhole(image, content));
    images.all().forEach(image -> remover.remove(image.id().toString(), true, true));
    garbage.collect();
    assertThat(content.list()).isEmpty();
    assertThat(layers.parents()).isEmpty();
    assertThat(pulled).hasValue(2 * ROUNDS);
    assertThat(seen).hasPositiveValue();
  }

  /// Two layers, the lower one common to all; what is there already is not fetched again.
  private void pull(ImageStore images, ContentStore content, int variant) {
    var writer = new LayerWriter(content, layers, ExpansionLimits.DEFAULT);
    try (var lease = leases.open("pull")) {
      var pulledLayers = new ArrayList<ImageLayer>();
      Optional<ChainId> parent = Optional.empty();
      for (var file : List.of("common", "variant" + variant)) {
        var layer = writer.write(lease, parent, new ByteArrayInputStream(tar(file)));
        pulledLayers.add(layer);
        parent = Optional.of(ChainId.of(parent, layer.diffId()));
      }
      var config =
          new ImageConfig(
              Optional.empty(),
              "",
              "",
              Platform.of("linux", "amd64"),
              ContainerDefaults.NONE,
              pulledLayers.stream().map(ImageLayer::diffId).toList(),
              List.of());
      var image = images.create(ImageDraft.of(config.encode(), pulledLayers));
      pulled.incrementAndGet();
      try {
        images.tag(ImageReference.parse("app:" + variant), image.id());
      } catch (NotFoundException removedMeanwhile) {
        return;
      }
      // Its layers are held by the lease already; an image that somebody removes between the next
      // two lines may lose its configuration otherwise.
      lease.retain(image.config().digest());
      if (images.find(image.id()).isPresent()) {
        seen.incrementAndGet();
        assertWhole(image, content);
      }
    }
  }

  private static void remove(ImageStore images, ImageRemover remover) {
    for (var image : images.all()) {
      try {
        remover.remove(image.id().toString(), true, true);
      } catch (ConflictException | NotFoundException anotherWasFaster) {
        // Then the other one removed it, or has just given it a name.
      }
    }
  }

  private void assertWhole(Image image, ContentStore content) {
    for (var layer : image.layers()) {
      assertThat(content.find(layer.blob().digest())).as("blob of %s", image.id()).isPresent();
    }
    assertThat(content.find(image.config().digest())).isPresent();
    for (var chain : image.chain()) {
      assertThat(layers.find(chain)).as("snapshot of %s", image.id()).isPresent();
    }
  }
}
