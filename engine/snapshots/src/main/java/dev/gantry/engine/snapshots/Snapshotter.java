package dev.gantry.engine.snapshots;

import dev.gantry.oci.spec.ChainId;
import java.util.List;
import java.util.Optional;

/// Keeps the file trees of images and containers as snapshots on top of each other.
///
/// ## The model
/// A **committed** snapshot is the tree of an image up to some layer. It never changes and is
/// named by the [ChainId] of that stack of layers, so images with the same base share it. An
/// **active** snapshot is writable: it starts out as its parent's tree (or empty) and collects
/// changes. A **view** is the read-only sight of a committed snapshot. Actives and views are
/// named by a *key* their owner chooses, such as the id of a container; keys and chain ids
/// never mix.
///
/// A snapshotter **returns mounts, it does not mount**: a [SnapshotMount] says how to make the
/// tree appear at some directory, and a `RootfsMounter` does that. So a snapshot costs nothing
/// until it is used, and a layer can be written into a snapshot without mounting anything.
///
/// ## Unpacking an image, running a container
/// For each layer from the base up, a `LayerApplier` prepares an active snapshot on the chain
/// so far, extracts the layer into it, and commits it under the longer chain id; a chain id
/// that exists is skipped. To run a container, its id is prepared as an active snapshot on the
/// image's chain id (on its `InitLayers` layer, to be exact), mounted, and used as root file
/// system. Its changes are read by `LayerDiff`, for `docker diff` and `docker commit`. When the
/// container is removed, so is the snapshot of that key. When the image is removed, its chain
/// is removed from the top down, as far as nothing else stands on it.
///
/// ## What survives a failure
/// A commit that returned survives a power cut, whole. A commit that did not return has
/// happened or has not; the chain id never names half a tree. Active snapshots survive the
/// death of the process, but nothing is forced to disk for them: after a power cut, one made
/// moments before may be gone ([#find] says so, and its owner may prepare it again), like files
/// which a container did not sync. A removal that returned leaves nothing behind that is
/// visible, though space may come back a little later.
///
/// Implementations are safe for use by several threads.
public interface Snapshotter extends AutoCloseable {
  /// Makes a writable snapshot of the parent's tree, or an empty one, and returns how to mount
  /// it.
  ///
  /// @throws dev.gantry.platform.errors.AlreadyExistsException if the key is in use
  /// @throws dev.gantry.platform.errors.NotFoundException if the parent is not committed
  SnapshotMount prepare(String key, Optional<ChainId> parent);

  /// Makes a read-only snapshot of the parent's tree. It keeps the parent from being removed.
  /// The failures are those of [#prepare].
  SnapshotMount view(String key, ChainId parent);

  /// How to mount the active snapshot or view of that key, as often as asked.
  ///
  /// @throws dev.gantry.platform.errors.NotFoundException if there is none
  SnapshotMount mounts(String key);

  /// Turns the active snapshot into a committed one and forgets the key. It must not be
  /// mounted.
  ///
  /// @throws dev.gantry.platform.errors.AlreadyExistsException if the chain id is committed;
  ///     the active snapshot stays
  void commit(ChainId chain, String key);

  /// Removes the active snapshot or view of that key; it must not be mounted. There being none
  /// is success.
  void remove(String key);

  /// Removes a committed snapshot. There being none is success.
  ///
  /// @throws dev.gantry.platform.errors.FailedPreconditionException if another stands on it
  void remove(ChainId chain);

  Optional<Snapshot> find(String key);

  Optional<Snapshot.Committed> find(ChainId chain);

  /// What the changes of the active snapshot take; walks them. Nothing for a view.
  SnapshotUsage usage(String key);

  /// What the layer on top of this chain takes, without its parents. Known since the commit.
  SnapshotUsage usage(ChainId chain);

  /// All of them, in no particular order.
  List<Snapshot> list();

  /// Waits for removals under way. Snapshots and their mounts stay.
  @Override
  void close();
}
