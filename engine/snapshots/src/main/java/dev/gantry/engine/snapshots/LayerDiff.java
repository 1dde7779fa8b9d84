package dev.gantry.engine.snapshots;

import dev.gantry.oci.archive.ArchiveOptions;
import dev.gantry.oci.archive.TarWriter;
import dev.gantry.oci.archive.TreeArchiver;
import dev.gantry.platform.errors.FailedPreconditionException;
import dev.gantry.platform.lifecycle.PlatformWork;
import dev.gantry.platform.linux.Directory;
import dev.gantry.platform.linux.ErrnoException;
import dev.gantry.platform.linux.Lookup;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;

/// Reads what an active snapshot has changed, mounted or not. What happens meanwhile in a
/// running container is seen or not seen, file by file; pause it for a consistent sight.
public final class LayerDiff {
  private final Snapshotter snapshotter;

  public LayerDiff(Snapshotter snapshotter) {
    this.snapshotter = snapshotter;
  }

  /// Writes the changes as the tar of a layer, deletions as whiteouts. Applied to the same
  /// parent it gives the same tree. The stream is flushed and stays open.
  ///
  /// @throws IOException if the stream fails
  public void write(String key, OutputStream out) throws IOException, InterruptedException {
    try (var tree = open(key, snapshotter.mounts(key));
        var writer = new TarWriter(out, TarWriter.Times.SECONDS)) {
      TreeArchiver.write(tree, "/", "", writer, ArchiveOptions.LAYER);
    }
  }

  /// The changed paths in order, as `docker diff` counts them: a directory is modified when
  /// something in it is, a file when its attributes are.
  public List<Change> changes(String key) {
    var mount = snapshotter.mounts(key);
    try (var tree = open(key, mount);
        var lower = MergedLayers.below(mount)) {
      return PlatformWork.call("snapshot-changes", () -> TreeChanges.between(lower.root(), tree));
    } catch (ErrnoException e) {
      throw SnapshotFailure.of("compare snapshot %s with its parent".formatted(key), e);
    }
  }

  private static Directory open(String key, SnapshotMount mount) {
    Path directory =
        switch (mount) {
          case SnapshotMount.Overlay overlay -> overlay.base().resolve(overlay.upper());
          case SnapshotMount.Bind bind when !bind.readOnly() -> bind.source();
          case SnapshotMount.Bind _, SnapshotMount.ReadOnlyOverlay _ ->
              throw new FailedPreconditionException("snapshot " + key + " is a view");
        };
    try {
      return Directory.open(directory, Lookup.IN_ROOT);
    } catch (ErrnoException e) {
      throw SnapshotFailure.of("open snapshot " + key, e);
    }
  }
}
