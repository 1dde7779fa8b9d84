package dev.gantry.engine.snapshots;

import dev.gantry.oci.archive.ExtractOptions;
import dev.gantry.oci.archive.ReadAhead;
import dev.gantry.oci.archive.TreeExtractor;
import dev.gantry.oci.archive.Whiteouts;
import dev.gantry.oci.spec.ChainId;
import dev.gantry.oci.spec.DiffId;
import dev.gantry.platform.errors.AlreadyExistsException;
import dev.gantry.platform.linux.Directory;
import dev.gantry.platform.linux.ErrnoException;
import dev.gantry.platform.linux.Lookup;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/// A layer on its way into a snapshot: [#apply] once, then [#commit] once; [#close] in any
/// case, which removes what was not committed. For one thread.
public final class LayerApplication implements AutoCloseable {
  private final Snapshotter snapshotter;
  private final Optional<ChainId> parent;
  private final String key;
  private boolean done;

  LayerApplication(Snapshotter snapshotter, Optional<ChainId> parent, String key) {
    this.snapshotter = snapshotter;
    this.parent = parent;
    this.key = key;
  }

  /// Extracts an uncompressed tar, reading the stream to its end, also past the tar's own end.
  /// Another thread reads the stream ahead while files are written.
  ///
  /// @throws IOException if the stream fails
  /// @throws dev.gantry.platform.errors.InvalidArgumentException if it is no tar, or a hostile
  ///     one
  public void apply(InputStream tar) throws IOException, InterruptedException {
    var mount = snapshotter.mounts(key);
    try (var lower = new LowerDirectories(below(mount));
        var tree = open(mount);
        var ahead = new ReadAhead(tar)) {
      TreeExtractor.extract(
          ahead, tree, ExtractOptions.layer(whiteouts(mount)).withImpliedDirectories(lower));
    }
  }

  private MergedLayers below(SnapshotMount mount) {
    try {
      return MergedLayers.below(mount);
    } catch (ErrnoException e) {
      throw SnapshotFailure.of("open the layers below " + key, e);
    }
  }

  /// A layer is written into the directory for changes; nothing needs to be mounted.
  private Directory open(SnapshotMount mount) {
    Path directory =
        switch (mount) {
          case SnapshotMount.Overlay overlay -> overlay.base().resolve(overlay.upper());
          case SnapshotMount.Bind bind -> bind.source();
          case SnapshotMount.ReadOnlyOverlay _ ->
              throw new IllegalStateException("an active snapshot can be written");
        };
    try {
      return Directory.open(directory, Lookup.IN_ROOT);
    } catch (ErrnoException e) {
      throw SnapshotFailure.of("open snapshot " + key, e);
    }
  }

  private static Whiteouts whiteouts(SnapshotMount mount) {
    return mount instanceof SnapshotMount.Overlay ? Whiteouts.OVERLAY : Whiteouts.IGNORED;
  }

  /// Makes parent and layer durable and visible under their chain id. If that exists already,
  /// what was extracted is dropped.
  ///
  /// @param layer the digest of the bytes that were applied, which the caller has verified
  public AppliedLayer commit(DiffId layer) {
    var chain = ChainId.of(parent, layer);
    try {
      snapshotter.commit(chain, key);
      done = true;
      return new AppliedLayer(chain, layer, snapshotter.usage(chain), true);
    } catch (AlreadyExistsException e) {
      return new AppliedLayer(chain, layer, snapshotter.usage(chain), false);
    }
  }

  @Override
  public void close() {
    if (!done) {
      done = true;
      snapshotter.remove(key);
    }
  }
}
