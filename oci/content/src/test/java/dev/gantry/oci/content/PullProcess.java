package dev.gantry.oci.content;

import dev.gantry.oci.archive.ExpansionLimits;
import dev.gantry.oci.spec.ContainerDefaults;
import dev.gantry.oci.spec.ImageConfig;
import dev.gantry.oci.spec.ImageReference;
import dev.gantry.oci.spec.Platform;
import dev.gantry.platform.store.SqliteStore;
import dev.gantry.platform.store.SqliteStoreConfig;
import dev.gantry.platform.store.Store;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// A process that makes images until it is killed, on several threads, and collects garbage
/// meanwhile. It prints `blob DIGEST .` and `image ID NAME .` for what it believes to be durable.
final class PullProcess {
  private static final int THREADS = 3;

  private final ContentStore content;
  private final Leases leases = new Leases();
  private final InMemoryLayers layers = new InMemoryLayers();
  private final ImageStore images;
  private final LayerWriter writer;

  private PullProcess(Path root) {
    content = FileContentStore.open(root.resolve("content"));
    images = ImageStore.open(openStore(root), content, leases, InstantSource.system());
    writer = new LayerWriter(content, layers, ExpansionLimits.DEFAULT);
  }

  static Store openStore(Path root) {
    return SqliteStore.open(
        new SqliteStoreConfig(
            root.resolve("store.db"), Path.of("target", "native").toAbsolutePath(), 20_000, 1000));
  }

  public static void main(String[] args) {
    var process = new PullProcess(Path.of(args[0]));
    long seed = Long.parseLong(args[1]);
    for (int i = 0; i < THREADS; i++) {
      var random = new Random(seed + i);
      Thread.ofPlatform().start(() -> process.pullForever(random));
    }
    Thread.ofPlatform().start(process::collectForever);
  }

  private void collectForever() {
    var garbage = new GarbageCollector(content, layers, leases, List.of(images));
    while (true) {
      garbage.collect();
    }
  }

  private void pullForever(Random random) {
    while (true) {
      byte[] bytes = new byte[random.nextInt(400_000)];
      random.nextBytes(bytes);
      try (var lease = leases.open("pull")) {
        var tar = new ByteArrayInputStream(ImageFixture.tar("file", bytes));
        var layer = writer.write(lease, Optional.empty(), tar);
        System.out.println("blob " + layer.blob().digest() + " .");
        var config =
            new ImageConfig(
                Optional.empty(),
                "",
                "",
                Platform.of("linux", "amd64"),
                ContainerDefaults.NONE,
                List.of(layer.diffId()),
                List.of());
        var image = images.create(ImageDraft.of(config.encode(), List.of(layer)));
        var name = ImageReference.parse("app:" + image.id().shortId());
        images.tag(name, image.id());
        System.out.println("image " + image.id() + " " + name + " .");
      }
    }
  }
}
