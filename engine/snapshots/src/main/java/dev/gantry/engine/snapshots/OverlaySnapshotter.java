package dev.gantry.engine.snapshots;

import dev.gantry.oci.spec.ChainId;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.lifecycle.PlatformWork;
import dev.gantry.platform.linux.ErrnoException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A [Snapshotter] on overlayfs: a directory for each layer, a directory for the changes of
/// each active snapshot. Its records are files beside the trees, so trees and records cannot
/// disagree.
///
/// Preparing makes three directories and a file and waits for no disk. Committing makes
/// everything durable that was written, then renames. Removing renames to the trash, which a
/// thread empties.
public final class OverlaySnapshotter implements Snapshotter {
  private static final Logger LOG = LoggerFactory.getLogger(OverlaySnapshotter.class);

  private final SnapshotLayout layout;
  private final InstantSource clock;
  private final SnapshotIndex index;
  private final SnapshotReaper reaper;

  private OverlaySnapshotter(SnapshotLayout layout, InstantSource clock, SnapshotIndex index) {
    this.layout = layout;
    this.clock = clock;
    this.index = index;
    this.reaper = new SnapshotReaper(layout);
  }

  /// Opens the snapshots in `root`, which is made when it is missing. What a process that died
  /// was removing or had not prepared is removed; what is unreadable is reported and left
  /// alone. Only one process may have it open.
  ///
  /// @param root an absolute path without `:`, `,` and `\`, on a file system with overlay
  ///     support
  public static OverlaySnapshotter open(Path root, InstantSource clock) {
    try {
      var layout = SnapshotLayout.open(root);
      var loading = new SnapshotLoading(layout);
      var snapshotter = new OverlaySnapshotter(layout, clock, loading.load());
      loading.trash().forEach(snapshotter.reaper::delete);
      return snapshotter;
    } catch (IOException e) {
      throw SnapshotFailure.of("open snapshots in " + root, e);
    }
  }

  @Override
  public SnapshotMount prepare(String key, Optional<ChainId> parent) {
    return prepare(key, parent, false);
  }

  @Override
  public SnapshotMount view(String key, ChainId parent) {
    return prepare(key, Optional.of(parent), true);
  }

  private SnapshotMount prepare(String key, Optional<ChainId> parent, boolean readOnly) {
    requirePlain(key);
    var below = index.beginPrepare(key, parent);
    long number = layout.newNumber();
    var record = new SnapshotRecord.Active(key, parent, clock.instant(), readOnly);
    try {
      layout.makeActive(number, below.map(layer -> SnapshotLayout.layer(layer.number())));
      layout.writeRecord(
          SnapshotLayout.active(number),
          SnapshotLayout.ACTIVE_RECORD,
          SnapshotRecord.encode(record));
    } catch (ErrnoException e) {
      index.cancelPrepare(key, parent);
      discard(number);
      throw SnapshotFailure.of("prepare snapshot " + key, e);
    }
    var active = new SnapshotIndex.Active(number, record);
    index.endPrepare(active);
    return mounts(active);
  }

  /// Keys are lines in records.
  private static void requirePlain(String key) {
    if (key.isEmpty() || key.length() > 255 || key.chars().anyMatch(c -> c <= ' ' || c > '~')) {
      throw new InvalidArgumentException("not a key for a snapshot: '" + key + "'");
    }
  }

  /// Removes what a failed prepare has made, as far as that is possible on a full disk, say.
  private void discard(long number) {
    try {
      layout.removeTree(SnapshotLayout.active(number));
    } catch (ErrnoException e) {
      LOG.warn("unfinished snapshot not removed, the next start tries number={}", number, e);
    }
  }

  @Override
  public SnapshotMount mounts(String key) {
    return mounts(index.get(key, "mount snapshot " + key));
  }

  private SnapshotMount mounts(SnapshotIndex.Active active) {
    String key = active.record().key();
    var lowers = new ArrayList<String>();
    for (var layer : index.stack(active.record().parent(), "mount snapshot " + key)) {
      lowers.add(SnapshotLayout.tree(SnapshotLayout.layer(layer.number())));
    }
    String own = SnapshotLayout.active(active.number());
    if (active.record().readOnly()) {
      return lowers.size() == 1
          ? new SnapshotMount.Bind(layout.path().resolve(lowers.getFirst()), true)
          : new SnapshotMount.ReadOnlyOverlay(layout.path(), lowers);
    }
    String upper = SnapshotLayout.tree(own);
    return lowers.isEmpty()
        ? new SnapshotMount.Bind(layout.path().resolve(upper), false)
        : new SnapshotMount.Overlay(
            layout.path(), lowers, upper, own + "/" + SnapshotLayout.OVERLAY_WORK);
  }

  @Override
  public void commit(ChainId chain, String key) {
    PlatformWork.<Boolean, RuntimeException>call(
        "snapshot-commit",
        () -> {
          commitNow(chain, key);
          return true;
        });
  }

  private void commitNow(ChainId chain, String key) {
    var active = index.beginCommit(chain, key);
    try {
      var record = writeLayerRecord(chain, active);
      layout.syncAll();
      layout.rename(SnapshotLayout.active(active.number()), SnapshotLayout.layer(active.number()));
      // From here on the layer is there; the machine stopping now leaves one or the other.
      index.endCommit(key, new SnapshotIndex.Layer(active.number(), record));
    } catch (ErrnoException e) {
      index.cancelCommit(chain, active);
      throw SnapshotFailure.of("commit snapshot %s as %s".formatted(key, chain), e);
    }
    finishCommit(chain, active.number());
  }

  private SnapshotRecord.Layer writeLayerRecord(ChainId chain, SnapshotIndex.Active active)
      throws ErrnoException {
    String snapshot = SnapshotLayout.active(active.number());
    SnapshotRecord.Layer record;
    try (var tree = layout.openTree(snapshot)) {
      record =
          new SnapshotRecord.Layer(
              chain,
              active.record().parent(),
              clock.instant(),
              TreeUsage.measure(tree),
              OverlayMarks.isOpaque(tree));
    }
    layout.removeRecord(snapshot, SnapshotLayout.LAYER_RECORD); // of a commit that failed
    layout.writeRecord(snapshot, SnapshotLayout.LAYER_RECORD, SnapshotRecord.encode(record));
    return record;
  }

  private void finishCommit(ChainId chain, long number) {
    String layer = SnapshotLayout.layer(number);
    try {
      layout.sync(SnapshotLayout.LAYERS);
    } catch (ErrnoException e) {
      // It is committed, only not yet durable, and a disk that cannot say so has worse
      // problems.
      throw SnapshotFailure.of("make snapshot " + chain + " durable", e);
    }
    try {
      layout.removeTree(layer + "/" + SnapshotLayout.OVERLAY_WORK);
      layout.removeRecord(layer, SnapshotLayout.ACTIVE_RECORD);
    } catch (ErrnoException e) {
      LOG.warn("leftovers of a commit stay chain={}", chain, e);
    }
  }

  @Override
  public void remove(String key) {
    var found = index.beginRemove(key);
    if (found.isEmpty()) {
      return;
    }
    var active = found.get();
    try {
      layout.rename(SnapshotLayout.active(active.number()), SnapshotLayout.trash(active.number()));
    } catch (ErrnoException e) {
      index.cancelRemove(active);
      throw SnapshotFailure.of("remove snapshot " + key, e);
    }
    index.endRemove(active);
    reaper.delete(active.number());
  }

  @Override
  public void remove(ChainId chain) {
    var found = index.beginRemove(chain);
    if (found.isEmpty()) {
      return;
    }
    var layer = found.get();
    try {
      layout.rename(SnapshotLayout.layer(layer.number()), SnapshotLayout.trash(layer.number()));
      // The name must be gone for good before the first file is.
      layout.sync(SnapshotLayout.LAYERS);
    } catch (ErrnoException e) {
      index.cancelRemove(layer);
      throw SnapshotFailure.of("remove snapshot " + chain, e);
    }
    index.endRemove(layer);
    reaper.delete(layer.number());
  }

  @Override
  public Optional<Snapshot> find(String key) {
    return index.find(key).map(SnapshotIndex::describe);
  }

  @Override
  public Optional<Snapshot.Committed> find(ChainId chain) {
    return index.find(chain).map(SnapshotIndex::describe);
  }

  @Override
  public SnapshotUsage usage(String key) {
    var active = index.get(key, "measure snapshot " + key);
    if (active.record().readOnly()) {
      return SnapshotUsage.NOTHING;
    }
    try (var tree = layout.openTree(SnapshotLayout.active(active.number()))) {
      return PlatformWork.call("snapshot-usage", () -> TreeUsage.measure(tree));
    } catch (ErrnoException e) {
      throw SnapshotFailure.of("measure snapshot " + key, e);
    }
  }

  @Override
  public SnapshotUsage usage(ChainId chain) {
    return index.get(chain, "measure snapshot " + chain).record().usage();
  }

  @Override
  public List<Snapshot> list() {
    return index.list();
  }

  @Override
  public void close() {
    reaper.close();
    layout.close();
  }
}
