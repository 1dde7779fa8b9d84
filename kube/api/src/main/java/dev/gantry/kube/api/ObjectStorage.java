package dev.gantry.kube.api;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.ObjectKey;
import dev.gantry.kube.schema.Kind;
import dev.gantry.platform.errors.AlreadyExistsException;
import dev.gantry.platform.errors.ConflictException;
import dev.gantry.platform.errors.NotFoundException;
import dev.gantry.platform.store.Durability;
import dev.gantry.platform.store.Entry;
import dev.gantry.platform.store.Store;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// Objects in the store. Knows where they lie and how, and nothing of what may be written.
///
/// A race that was lost is an empty answer: whether to try again is the caller's business.
final class ObjectStorage {
  private static final long DECODED_BYTES = 8 << 20;

  /// Written every few seconds and made anew by whoever misses them.
  private static final Set<String> EPHEMERAL = Set.of("leases", "events");

  private final Store store;
  private final DecodedObjects decoded = new DecodedObjects(DECODED_BYTES);
  private final Runnable onWrite;

  /// Objects in a store.
  ///
  /// @param onWrite told after every write
  ObjectStorage(Store store, Runnable onWrite) {
    this.store = store;
    this.onWrite = onWrite;
  }

  Store store() {
    return store;
  }

  StoredBytes of(Entry entry) {
    return new StoredBytes(decoded, entry.key(), entry.value(), entry.revision());
  }

  Optional<StoredBytes> find(Kind kind, ObjectKey key) {
    return store.find(StorageKeys.of(kind, key)).map(this::of);
  }

  /// Stores a new object; empty when there is one of this name.
  Optional<StoredBytes> create(Kind kind, ObjectKey key, ObjectNode object) {
    String storageKey = StorageKeys.of(kind, key);
    byte[] json = ObjectEncoding.encode(object);
    try {
      return Optional.of(
          written(storageKey, json, object, store.create(storageKey, json, durability(kind))));
    } catch (AlreadyExistsException e) {
      return Optional.empty();
    }
  }

  /// Replaces an object; empty when it is no longer as it was read.
  Optional<StoredBytes> replace(Kind kind, StoredBytes old, ObjectNode object) {
    byte[] json = ObjectEncoding.encode(object);
    try {
      long revision = store.updateIfRevision(old.key(), json, old.revision(), durability(kind));
      return Optional.of(written(old.key(), json, object, revision));
    } catch (ConflictException | NotFoundException e) {
      return Optional.empty();
    }
  }

  /// Removes an object; empty when it is no longer as it was read.
  Optional<StoredBytes> remove(Kind kind, StoredBytes old) {
    try {
      long revision = store.deleteIfRevision(old.key(), old.revision(), durability(kind));
      onWrite.run();
      return Optional.of(old.deletedAt(revision));
    } catch (ConflictException | NotFoundException e) {
      return Optional.empty();
    }
  }

  private StoredBytes written(String key, byte[] json, ObjectNode object, long revision) {
    onWrite.run();
    decoded.put(key, revision, json.length, ObjectEncoding.at(KubeObject.of(object), revision));
    return new StoredBytes(decoded, key, json, revision);
  }

  private static Durability durability(Kind kind) {
    return EPHEMERAL.contains(kind.plural()) ? Durability.LAZY : Durability.SYNCED;
  }
}
