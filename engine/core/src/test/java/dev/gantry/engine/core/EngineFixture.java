package dev.gantry.engine.core;

import dev.gantry.engine.network.FakeNetworks;
import dev.gantry.engine.runtime.RuntimeName;
import dev.gantry.engine.snapshots.OverlaySnapshotter;
import dev.gantry.engine.snapshots.Snapshot;
import dev.gantry.engine.volumes.Volumes;
import dev.gantry.oci.content.ContentStore;
import dev.gantry.oci.content.ImageDraft;
import dev.gantry.oci.content.ImageStore;
import dev.gantry.oci.content.InMemoryContentStore;
import dev.gantry.oci.content.Leases;
import dev.gantry.oci.spec.ContainerDefaults;
import dev.gantry.oci.spec.ImageConfig;
import dev.gantry.oci.spec.ImageId;
import dev.gantry.oci.spec.ImageReference;
import dev.gantry.oci.spec.Platform;
import dev.gantry.platform.linux.RecordingMounts;
import dev.gantry.platform.store.MemoryStore;
import dev.gantry.platform.store.Store;
import dev.gantry.platform.testkit.SettableClock;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A whole engine on fakes: no processes, no mounts, no network; layers are real directories.
final class EngineFixture implements AutoCloseable {
  final SettableClock clock = new SettableClock();
  final Store store;
  final FakeRuntime runtime = new FakeRuntime(clock);
  final FakeNetworks networks;
  final Volumes volumes;
  final ImageStore images;
  private final Path root;
  private final ContentStore content = new InMemoryContentStore();
  private final Leases leases = new Leases();
  private final OverlaySnapshotter snapshotter;
  private final RecordingMounts mounts = new RecordingMounts();
  private Engine engine;

  EngineFixture(Path root) throws InterruptedException {
    this(root, new MemoryStore());
  }

  EngineFixture(Path root, Store store) throws InterruptedException {
    this.root = root;
    this.store = store;
    networks = new FakeNetworks(root.resolve("netns"));
    volumes = new Volumes(root.resolve("volumes"), store, clock);
    images = ImageStore.open(store, content, leases, clock);
    snapshotter = OverlaySnapshotter.open(root.resolve("snapshots"), clock);
    image(Specs.IMAGE, ContainerDefaults.builder().cmd(List.of("sh")).build());
    engine = open();
  }

  private Engine open() throws InterruptedException {
    return new Engine(
        new Engine.Parts(
            root.resolve("data"),
            root.resolve("run"),
            store,
            true,
            content,
            images,
            leases,
            snapshotter,
            runtime,
            networks,
            volumes,
            mounts,
            RuntimeName.parse("crun"),
            List.of(),
            clock));
  }

  Engine engine() {
    return engine;
  }

  /// Lets the engine go, as kill -9 does, and opens the next one on what it left.
  void restartEngine() throws InterruptedException {
    restartEngine(() -> {});
  }

  void restartEngine(Runnable meanwhile) throws InterruptedException {
    engine.close();
    meanwhile.run();
    engine = open();
  }

  ImageId image(String name, ContainerDefaults defaults) {
    var config =
        new ImageConfig(
            Optional.of(clock.instant()), "", "", Platform.host(), defaults, List.of(), List.of());
    var image = images.create(ImageDraft.of(config.encode(), List.of()));
    images.tag(ImageReference.parse(name).tagged(), image.id());
    return image.id();
  }

  String create(ContainerSpec spec) throws InterruptedException {
    return create(Optional.empty(), spec);
  }

  String create(Optional<String> name, ContainerSpec spec) throws InterruptedException {
    return engine.createContainer().run(name, Optional.empty(), spec).id().value();
  }

  /// Creates and starts, and returns the task.
  FakeTask run(ContainerSpec spec) throws InterruptedException {
    engine.startContainer().run(create(spec));
    return runtime.last();
  }

  ContainerState state(String id) {
    return engine.inspectContainer().run(id, false).record().state();
  }

  /// What the disk has under a container's id.
  Optional<Snapshot> layerOf(String id) {
    return snapshotter.find(id);
  }

  @Override
  public void close() {
    engine.close();
    snapshotter.close();
  }
}
