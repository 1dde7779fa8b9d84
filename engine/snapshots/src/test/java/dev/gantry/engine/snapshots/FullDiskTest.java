package dev.gantry.engine.snapshots;

import static dev.gantry.engine.snapshots.LayerTars.layer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.oci.archive.TarEntry;
import dev.gantry.oci.archive.TarWriter;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.errors.ResourceExhaustedException;
import dev.gantry.platform.linux.Mounts;
import dev.gantry.platform.testkit.RequiresRoot;
import dev.gantry.platform.testkit.TemporaryRoot;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Layers that do not fit, honest ones and bombs: a clear failure, and the space comes back.
@RequiresRoot
class FullDiskTest {
  @RegisterExtension final TemporaryRoot root = new TemporaryRoot();

  private Path disk(String options) throws IOException {
    Path disk = root.directory("disk");
    Mounts.system().mount("tmpfs", disk, "tmpfs", Set.of(), options);
    return disk;
  }

  private static long used(Path disk) throws IOException {
    var store = Files.getFileStore(disk);
    return store.getTotalSpace() - store.getUsableSpace();
  }

  /// Applies the layer, sees it fail, and sees that a small one fits afterwards.
  private static void assertFailsCleanly(
      Path disk, byte[] tooMuch, Class<? extends Exception> failure) throws Exception {
    Path directory = disk.resolve("snapshots");
    OverlaySnapshotter.open(directory, InstantSource.system()).close();
    long before = used(disk);
    try (var snapshots = OverlaySnapshotter.open(directory, InstantSource.system())) {
      var applier = new LayerApplier(snapshots);

      assertThatThrownBy(() -> applier.unpack(Optional.empty(), new ByteArrayInputStream(tooMuch)))
          .isInstanceOf(failure);

      assertThat(snapshots.list()).isEmpty();
    }
    assertThat(used(disk)).isEqualTo(before);
    try (var snapshots = OverlaySnapshotter.open(directory, InstantSource.system())) {
      new LayerApplier(snapshots).unpack(Optional.empty(), layer().file("f", "f").stream());
    }
  }

  @Test
  void aLayerLargerThanTheDisk() throws Exception {
    byte[] tar =
        layer()
            .add(TarEntry.file("big", 20_000_000, 0644, LayerTars.TIME), new byte[20_000_000])
            .bytes();

    assertFailsCleanly(disk("size=8m"), tar, ResourceExhaustedException.class);
  }

  @Test
  void aLayerOfMoreFilesThanTheDiskHasInodes() throws Exception {
    var tar = layer();
    for (int i = 0; i < 500; i++) {
      tar.file("dir-" + i % 10 + "/file-" + i, "");
    }

    assertFailsCleanly(disk("nr_inodes=200"), tar.bytes(), ResourceExhaustedException.class);
  }

  @Test
  void aBombThatWouldFit() throws Exception {
    long size = 2_000_000_000;
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes);
        var writer = new TarWriter(gzip, TarWriter.Times.SECONDS)) {
      var content = writer.begin(TarEntry.file("zeros", size, 0644, LayerTars.TIME));
      byte[] zeros = new byte[1_000_000];
      for (long i = 0; i < size; i += zeros.length) {
        content.write(zeros);
      }
    }

    assertFailsCleanly(disk("size=400m"), bytes.toByteArray(), InvalidArgumentException.class);
  }
}
