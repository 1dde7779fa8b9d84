package dev.gantry.engine.snapshots;

import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.linux.Errno;
import dev.gantry.platform.linux.ErrnoException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the records of an earlier process.
///
/// A damaged record, or one of a version from the future, costs that one snapshot and those on
/// top of it, and nothing else: they are reported and left where they are, so that a layer can
/// be unpacked anew and a container's files are not lost. Only what never came to be is
/// removed.
final class SnapshotLoading {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotLoading.class);

  private final SnapshotLayout layout;
  private final SnapshotIndex index = new SnapshotIndex();
  private final List<Long> trash = new ArrayList<>();

  SnapshotLoading(SnapshotLayout layout) {
    this.layout = layout;
  }

  SnapshotIndex load() throws IOException {
    loadLayers();
    loadActives();
    trash.addAll(layout.numbers(SnapshotLayout.TRASH));
    return index;
  }

  /// What is to be deleted; complete after [#load].
  List<Long> trash() {
    return trash;
  }

  /// Loads parents before their children, which need not have the higher numbers.
  private void loadLayers() throws IOException {
    var waiting = new ArrayList<SnapshotIndex.Layer>();
    for (long number : layout.numbers(SnapshotLayout.LAYERS)) {
      var record = layout.findRecord(SnapshotLayout.layer(number), SnapshotLayout.LAYER_RECORD);
      read(SnapshotLayout.layer(number), record.orElse(new byte[0]), SnapshotRecord::decodeLayer)
          .forEach(layer -> waiting.add(new SnapshotIndex.Layer(number, layer)));
    }
    boolean progress = true;
    while (progress) {
      progress =
          waiting.removeIf(
              layer -> {
                boolean ready = index.hasParent(layer.record().parent());
                if (ready) {
                  index.load(layer);
                }
                return ready;
              });
    }
    waiting.forEach(
        layer ->
            LOG.error(
                "snapshot without its parent is left alone directory={} chain={}",
                SnapshotLayout.layer(layer.number()),
                layer.record().chain()));
  }

  private void loadActives() throws IOException {
    for (long number : layout.numbers(SnapshotLayout.ACTIVE)) {
      String directory = SnapshotLayout.active(number);
      var record = layout.findRecord(directory, SnapshotLayout.ACTIVE_RECORD);
      if (record.filter(bytes -> bytes.length > 0).isEmpty() && isEmpty(directory)) {
        layout.rename(directory, SnapshotLayout.trash(number)); // its prepare never returned
        continue;
      }
      for (var active : read(directory, record.orElse(new byte[0]), SnapshotRecord::decodeActive)) {
        if (index.hasParent(active.parent())) {
          index.load(new SnapshotIndex.Active(number, active));
        } else {
          LOG.error(
              "snapshot without its parent is left alone directory={} key={}",
              directory,
              active.key());
        }
      }
    }
  }

  private boolean isEmpty(String directory) throws ErrnoException {
    try (var tree = layout.openTree(directory)) {
      return tree.list().isEmpty();
    } catch (ErrnoException e) {
      if (e.is(Errno.ENOENT)) {
        return true;
      }
      throw e;
    }
  }

  /// The decoded record, or nothing.
  private static <T> List<T> read(String directory, byte[] record, Function<byte[], T> decode) {
    try {
      return List.of(decode.apply(record));
    } catch (InvalidArgumentException e) {
      LOG.error(
          "unreadable snapshot is left alone directory={} reason={}", directory, e.getMessage());
      return List.of();
    }
  }
}
