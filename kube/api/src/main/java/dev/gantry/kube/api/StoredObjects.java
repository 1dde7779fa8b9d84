package dev.gantry.kube.api;

import dev.gantry.kube.objects.GroupVersionKind;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.ObjectKey;
import dev.gantry.kube.schema.Kind;
import dev.gantry.kube.schema.Kinds;
import dev.gantry.platform.store.Store;
import dev.gantry.platform.store.Watch;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Reads objects straight from the storage.
final class StoredObjects implements ObjectReader {
  private final ObjectStorage storage;
  private final Kinds kinds;

  StoredObjects(ObjectStorage storage, Kinds kinds) {
    this.storage = storage;
    this.kinds = kinds;
  }

  @Override
  public Optional<KubeObject> find(GroupVersionKind kind, ObjectKey key) {
    return storage.find(kinds.get(kind), key).map(StoredBytes::object);
  }

  @Override
  public Optional<KubeObject> await(GroupVersionKind name, ObjectKey key, Duration patience) {
    Kind kind = kinds.get(name);
    Store store = storage.store();
    long deadline = System.nanoTime() + patience.toNanos();
    try (Watch changes = store.watch(StorageKeys.of(kind, key), store.revision())) {
      Optional<KubeObject> found = find(name, key);
      long left = patience.toNanos();
      while (found.isEmpty() && left > 0) {
        changes.poll(Duration.ofNanos(left));
        found = find(name, key);
        left = deadline - System.nanoTime();
      }
      return found;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  @Override
  public List<KubeObject> list(GroupVersionKind kind, String namespace) {
    return storage.store().list(StorageKeys.prefix(kinds.get(kind), namespace)).entries().stream()
        .map(entry -> storage.of(entry).object())
        .toList();
  }
}
