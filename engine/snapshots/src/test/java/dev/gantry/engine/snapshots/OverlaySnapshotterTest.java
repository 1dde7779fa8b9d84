package dev.gantry.engine.snapshots;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.oci.spec.ChainId;
import dev.gantry.platform.linux.Mounts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OverlaySnapshotterTest extends SnapshotterContract {
  @Override
  protected Snapshotter open(Path directory) {
    return OverlaySnapshotter.open(directory, InstantSource.system());
  }

  private Path directory() {
    return root.resolve("other");
  }

  private static ChainId commit(Snapshotter snapshots, String name, Optional<ChainId> parent)
      throws IOException {
    Path tree = upper(snapshots.prepare("making", parent));
    Files.writeString(tree.resolve(name), name);
    snapshots.commit(chain(name), "making");
    return chain(name);
  }

  private static Path upper(SnapshotMount mount) {
    return switch (mount) {
      case SnapshotMount.Overlay overlay -> overlay.base().resolve(overlay.upper());
      case SnapshotMount.Bind bind -> bind.source();
      case SnapshotMount.ReadOnlyOverlay _ -> throw new AssertionError("not writable");
    };
  }

  private static long count(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.count();
    }
  }

  @Test
  void aHundredAndTwentyEightLayersFitIntoOneMount() throws Exception {
    try (var snapshots = open(directory())) {
      Optional<ChainId> top = Optional.empty();
      for (int i = 0; i < 128; i++) {
        top = Optional.of(commit(snapshots, "file-" + i, top));
      }
      var mounter = new RootfsMounter(Mounts.system());
      Path target = root.directory("rootfs");

      mounter.mount(snapshots.prepare("container", top), target);

      assertThat(count(target)).isEqualTo(128);
      assertThat(target.resolve("file-0")).hasContent("file-0");
      mounter.unmount(target);
    }
  }

  @Test
  void removedSnapshotsLeaveNothingOnDisk() throws Exception {
    try (var snapshots = open(directory())) {
      var base = commit(snapshots, "base", Optional.empty());
      snapshots.prepare("work", Optional.of(base));
      snapshots.remove("work");
      snapshots.remove(base);
    }

    for (String name : new String[] {"layers", "active", "trash"}) {
      assertThat(directory().resolve(name)).isEmptyDirectory();
    }
  }

  @Test
  void anotherUserReachesNothing() throws Exception {
    try (var snapshots = open(directory())) {
      commit(snapshots, "base", Optional.empty());
    }

    for (String name : new String[] {"layers", "active", "trash"}) {
      assertThat(Files.getPosixFilePermissions(directory().resolve(name))).hasSize(3);
    }
  }

  @Test
  void aPrepareThatNeverReturnedIsRemovedAtTheNextStart() throws Exception {
    open(directory()).close();
    Files.createDirectories(directory().resolve("active/7/fs"));
    Files.createDirectories(directory().resolve("active/8"));

    open(directory()).close();

    assertThat(directory().resolve("active")).isEmptyDirectory();
    assertThat(directory().resolve("trash")).isEmptyDirectory();
  }

  @Test
  void aCommitThatNeverReturnedHasNotHappened() throws Exception {
    try (var snapshots = open(directory())) {
      Path tree = upper(snapshots.prepare("making", Optional.empty()));
      Files.writeString(tree.resolve("f"), "f");
      // It died between writing the record of the layer and renaming.
      Files.writeString(tree.resolveSibling("layer"), "half a rec");
    }

    try (var snapshots = open(directory())) {
      assertThat(snapshots.find("making")).isPresent();
      snapshots.commit(chain("done"), "making");
      assertThat(snapshots.find(chain("done"))).isPresent();
    }
  }

  @Test
  void damagedRecordsCostOnlyTheirOwnSnapshots() throws Exception {
    var paths = new ArrayList<Path>();
    try (var snapshots = open(directory())) {
      var base = commit(snapshots, "base", Optional.empty());
      commit(snapshots, "top", Optional.of(base));
      commit(snapshots, "other", Optional.empty());
      snapshots.prepare("work", Optional.of(base));
      paths.add(directory().resolve("layers/2/layer"));
      paths.add(upper(snapshots.mounts("work")).resolveSibling("active"));
      Files.writeString(upper(snapshots.mounts("work")).resolve("data"), "data");
    }
    for (Path path : paths) {
      byte[] record = Files.readAllBytes(path);
      record[record.length / 2] ^= 1;
      Files.write(path, record);
    }

    try (var snapshots = open(directory())) {
      assertThat(snapshots.find(chain("base"))).isPresent();
      assertThat(snapshots.find(chain("other"))).isPresent();
      assertThat(snapshots.find(chain("top"))).isEmpty();
      assertThat(snapshots.find("work")).isEmpty();
      // The layer can be unpacked anew, and the container's files are still there for a repair.
      commit(snapshots, "top", Optional.of(chain("base")));
      assertThat(paths.get(1).resolveSibling("fs/data")).hasContent("data");
    }
  }

  @Test
  void recordsFromTheFutureAreLeftAlone() throws Exception {
    try (var snapshots = open(directory())) {
      commit(snapshots, "base", Optional.empty());
    }
    Path record = directory().resolve("layers/1/layer");
    String text = Files.readString(record).replace("gantry-snapshot 1", "gantry-snapshot 2");
    Files.writeString(record, text, StandardCharsets.UTF_8);

    try (var snapshots = open(directory())) {
      assertThat(snapshots.list()).isEmpty();
      commit(snapshots, "base", Optional.empty());
    }

    assertThat(record).hasContent(text);
  }

  @Test
  void layersOfALostParentAreLeftAlone() throws Exception {
    try (var snapshots = open(directory())) {
      var base = commit(snapshots, "base", Optional.empty());
      var top = commit(snapshots, "top", Optional.of(base));
      snapshots.prepare("work", Optional.of(top));
    }
    Files.write(directory().resolve("layers/1/layer"), new byte[0]);

    try (var snapshots = open(directory())) {
      assertThat(snapshots.list()).isEmpty();
    }

    assertThat(directory().resolve("layers/2/fs/top")).exists();
    assertThat(count(directory().resolve("active"))).isEqualTo(1);
  }
}
