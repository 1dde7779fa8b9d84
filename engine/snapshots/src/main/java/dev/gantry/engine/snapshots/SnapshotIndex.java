package dev.gantry.engine.snapshots;

import dev.gantry.oci.spec.ChainId;
import dev.gantry.platform.errors.AlreadyExistsException;
import dev.gantry.platform.errors.FailedPreconditionException;
import dev.gantry.platform.errors.NotFoundException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which snapshots there are, and what must not happen to them meanwhile. Guards memory only:
/// disk work happens between a `begin` and its end, on names that are reserved.
final class SnapshotIndex {
  record Layer(long number, SnapshotRecord.Layer record) {}

  record Active(long number, SnapshotRecord.Active record) {}

  private final Map<ChainId, Layer> layers = new HashMap<>();
  private final Map<String, Active> actives = new HashMap<>();

  /// How many snapshots, finished or not, stand on a layer.
  private final Map<ChainId, Integer> children = new HashMap<>();

  private final Set<String> busyKeys = new HashSet<>();
  private final Set<ChainId> busyChains = new HashSet<>();

  synchronized void load(Layer layer) {
    layers.put(layer.record().chain(), layer);
    layer.record().parent().ifPresent(this::addChild);
  }

  synchronized void load(Active active) {
    actives.put(active.record().key(), active);
    active.record().parent().ifPresent(this::addChild);
  }

  synchronized boolean hasParent(Optional<ChainId> parent) {
    return parent.isEmpty() || layers.containsKey(parent.get());
  }

  /// Reserves a key, and the parent it will stand on, which is returned.
  synchronized Optional<Layer> beginPrepare(String key, Optional<ChainId> parent) {
    if (actives.containsKey(key) || busyKeys.contains(key)) {
      throw new AlreadyExistsException("prepare snapshot " + key + ": it exists");
    }
    var below = parent.map(chain -> get(chain, "prepare snapshot " + key));
    parent.ifPresent(this::addChild);
    busyKeys.add(key);
    return below;
  }

  synchronized void endPrepare(Active prepared) {
    busyKeys.remove(prepared.record().key());
    actives.put(prepared.record().key(), prepared);
  }

  synchronized void cancelPrepare(String key, Optional<ChainId> parent) {
    busyKeys.remove(key);
    parent.ifPresent(this::removeChild);
  }

  /// Reserves a chain id and takes the key out of sight. Waits for others who commit or remove
  /// the same chain id, so that "it exists" is the truth.
  synchronized Active beginCommit(ChainId chain, String key) {
    awaitIdle(chain);
    if (layers.containsKey(chain)) {
      throw new AlreadyExistsException("commit snapshot %s: %s exists".formatted(key, chain));
    }
    var active = get(key, "commit snapshot " + key);
    if (active.record().readOnly()) {
      throw new FailedPreconditionException("commit snapshot " + key + ": it is a view");
    }
    busyChains.add(chain);
    busyKeys.add(key);
    actives.remove(key);
    return active;
  }

  private synchronized void awaitIdle(ChainId chain) {
    boolean interrupted = false;
    while (busyChains.contains(chain)) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true; // what we wait for cannot be interrupted either
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void release(ChainId chain) {
    busyChains.remove(chain);
    notifyAll();
  }

  synchronized void endCommit(String key, Layer committed) {
    busyKeys.remove(key);
    release(committed.record().chain());
    layers.put(committed.record().chain(), committed);
  }

  synchronized void cancelCommit(ChainId chain, Active active) {
    busyKeys.remove(active.record().key());
    release(chain);
    actives.put(active.record().key(), active);
  }

  /// Takes a snapshot out of sight; its key stays reserved.
  synchronized Optional<Active> beginRemove(String key) {
    var active = Optional.ofNullable(actives.remove(key));
    active.ifPresent(_ -> busyKeys.add(key));
    return active;
  }

  synchronized void endRemove(Active removed) {
    busyKeys.remove(removed.record().key());
    removed.record().parent().ifPresent(this::removeChild);
  }

  synchronized void cancelRemove(Active active) {
    busyKeys.remove(active.record().key());
    actives.put(active.record().key(), active);
  }

  synchronized Optional<Layer> beginRemove(ChainId chain) {
    if (children.containsKey(chain)) {
      throw new FailedPreconditionException(
          "remove snapshot %s: %d others stand on it".formatted(chain, children.get(chain)));
    }
    var layer = Optional.ofNullable(layers.remove(chain));
    layer.ifPresent(_ -> busyChains.add(chain));
    return layer;
  }

  synchronized void endRemove(Layer removed) {
    release(removed.record().chain());
    removed.record().parent().ifPresent(this::removeChild);
  }

  synchronized void cancelRemove(Layer layer) {
    release(layer.record().chain());
    layers.put(layer.record().chain(), layer);
  }

  synchronized Optional<Active> find(String key) {
    return Optional.ofNullable(actives.get(key));
  }

  synchronized Optional<Layer> find(ChainId chain) {
    return Optional.ofNullable(layers.get(chain));
  }

  synchronized Active get(String key, String doing) {
    return find(key).orElseThrow(() -> new NotFoundException(doing + ": no snapshot has that key"));
  }

  synchronized Layer get(ChainId chain, String doing) {
    return find(chain)
        .orElseThrow(() -> new NotFoundException(doing + ": no snapshot of " + chain));
  }

  /// The layers to stack for a chain, the uppermost first.
  synchronized List<Layer> stack(Optional<ChainId> top, String doing) {
    var stack = new ArrayList<Layer>();
    for (var next = top; next.isPresent(); next = stack.getLast().record().parent()) {
      stack.add(get(next.get(), doing));
      if (stack.getLast().record().rootOpaque()) {
        break;
      }
    }
    return stack;
  }

  synchronized List<Snapshot> list() {
    var all = new ArrayList<Snapshot>();
    layers.values().forEach(layer -> all.add(describe(layer)));
    actives.values().forEach(active -> all.add(describe(active)));
    return all;
  }

  static Snapshot.Committed describe(Layer layer) {
    var record = layer.record();
    return new Snapshot.Committed(
        record.chain(), record.parent(), record.created(), record.usage());
  }

  static Snapshot describe(Active active) {
    var record = active.record();
    return record.readOnly()
        ? new Snapshot.View(record.key(), record.parent(), record.created())
        : new Snapshot.Active(record.key(), record.parent(), record.created());
  }

  private void addChild(ChainId parent) {
    children.merge(parent, 1, Integer::sum);
  }

  private void removeChild(ChainId parent) {
    children.computeIfPresent(parent, (_, count) -> count == 1 ? null : count - 1);
  }
}
