package dev.gantry.engine.snapshots;

import dev.gantry.oci.spec.ChainId;
import dev.gantry.platform.linux.Mounts;
import dev.gantry.platform.testkit.TemporaryRoot;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Snapshots in a temporary directory, with everything that works on them.
final class LayerFixture implements BeforeEachCallback, AfterEachCallback {
  private final TemporaryRoot root = new TemporaryRoot();
  private final RootfsMounter mounter = new RootfsMounter(Mounts.system());
  private @Nullable Snapshotter snapshots;

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    root.beforeEach(context);
    snapshots = open();
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException, InterruptedException {
    snapshots().close();
    root.afterEach(context);
  }

  Snapshotter open() {
    return OverlaySnapshotter.open(directory(), InstantSource.system());
  }

  /// Ends the process, as far as the snapshots know, and starts the next.
  void restart() {
    snapshots().close();
    snapshots = open();
  }

  Path directory() {
    return root.resolve("snapshots");
  }

  TemporaryRoot root() {
    return root;
  }

  Snapshotter snapshots() {
    if (snapshots == null) {
      throw new IllegalStateException("not within a test");
    }
    return snapshots;
  }

  LayerApplier applier() {
    return new LayerApplier(snapshots());
  }

  LayerDiff diff() {
    return new LayerDiff(snapshots());
  }

  ChainId apply(Optional<ChainId> parent, InputStream layer)
      throws IOException, InterruptedException {
    return applier().unpack(parent, layer).chain();
  }

  /// Work on the mounted tree of a snapshot.
  interface TreeWork {
    void run(Path tree) throws IOException, InterruptedException;
  }

  void inside(String key, TreeWork work) throws IOException, InterruptedException {
    Path target = root.directory("mnt-" + key);
    mounter.mount(snapshots().mounts(key), target);
    try {
      work.run(target);
    } finally {
      mounter.unmount(target);
    }
  }

  void insideView(ChainId chain, TreeWork work) throws IOException, InterruptedException {
    snapshots().view("view", chain);
    try {
      inside("view", work);
    } finally {
      snapshots().remove("view");
    }
  }

  /// Runs a shell in a directory.
  static void shell(Path directory, String script) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder("sh", "-euc", script).directory(directory.toFile()).inheritIO().start();
    int code = process.waitFor();
    if (code != 0) {
      throw new AssertionError("'" + script + "' ended with " + code);
    }
  }
}
