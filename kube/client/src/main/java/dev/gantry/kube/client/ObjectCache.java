package dev.gantry.kube.client;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.ObjectKey;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The objects of one kind as far as we have heard: from lists and watches, and from our own
/// writes, whose results need not wait for the watch.
///
/// Revisions are numbers that grow over all kinds, so the newer of two states is known, and a state
/// that the watch has passed already is recognized as old. Readers take no lock.
final class ObjectCache {
  private final Map<ObjectKey, KubeObject> objects = new ConcurrentHashMap<>();
  private final Map<Index, Map<String, Set<ObjectKey>>> indexes = new EnumMap<>(Index.class);
  private final List<ChangeListener> listeners = new CopyOnWriteArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();

  /// Uids of objects whose deletion the API has acknowledged but no event has shown.
  private final Set<String> deleted = new HashSet<>();

  private long seen;

  ObjectCache() {
    for (Index index : Index.values()) {
      indexes.put(index, new ConcurrentHashMap<>());
    }
  }

  Optional<KubeObject> find(ObjectKey key) {
    return Optional.ofNullable(objects.get(key));
  }

  List<KubeObject> all() {
    return List.copyOf(objects.values());
  }

  List<KubeObject> by(Index index, String value) {
    Set<ObjectKey> keys = keys(index).get(value);
    if (keys == null) {
      return List.of();
    }
    List<KubeObject> found = new ArrayList<>(keys.size());
    for (ObjectKey key : keys) {
      KubeObject object = objects.get(key);
      if (object != null && index.valuesOf(object).contains(value)) {
        found.add(object);
      }
    }
    return found;
  }

  /// Adds a listener and tells it of all objects present.
  void listen(ChangeListener listener) {
    lock.lock();
    try {
      listeners.add(listener);
      objects
          .values()
          .forEach(present -> listener.changed(new Change(Optional.empty(), Optional.of(present))));
    } finally {
      lock.unlock();
    }
  }

  /// Takes over a list: what it lacks is gone, unless we wrote it since.
  void replace(ObjectList list) {
    lock.lock();
    try {
      long revision = revision(list.resourceVersion());
      Map<ObjectKey, KubeObject> listed = new HashMap<>();
      list.items().forEach(item -> listed.put(item.key(), item));
      for (KubeObject present : List.copyOf(objects.values())) {
        if (!listed.containsKey(present.key()) && revision(present) <= revision) {
          remove(present);
        }
      }
      list.items().forEach(this::putNewer);
      seen = Math.max(seen, revision);
    } finally {
      lock.unlock();
    }
  }

  void apply(ObjectEvent event) {
    lock.lock();
    try {
      KubeObject object = event.object();
      switch (event) {
        case ObjectEvent.Added _, ObjectEvent.Modified _ -> putNewer(object);
        case ObjectEvent.Deleted _ -> {
          KubeObject present = objects.get(object.key());
          if (present != null && revision(present) <= revision(object)) {
            remove(present);
          }
        }
      }
      seen = Math.max(seen, revision(object));
    } finally {
      lock.unlock();
    }
  }

  /// Takes over what one of our writes returned.
  void wrote(KubeObject object) {
    lock.lock();
    try {
      if (revision(object) > seen) {
        putNewer(object);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Takes note that the API has acknowledged the deletion of an object: from now on it reads as
  /// being deleted, whatever older events say.
  void deleted(ObjectKey key, String uid) {
    lock.lock();
    try {
      KubeObject present = objects.get(key);
      if (present != null && present.uid().equals(uid) && !present.isBeingDeleted()) {
        deleted.add(uid);
        put(present, present);
      }
    } finally {
      lock.unlock();
    }
  }

  private void putNewer(KubeObject object) {
    KubeObject present = objects.get(object.key());
    if (present != null && revision(present) >= revision(object)) {
      return;
    }
    if (present != null && !present.uid().equals(object.uid())) {
      // Deleted and made anew: for owners and queues these are two objects.
      remove(present);
      present = null;
    }
    put(present, object);
  }

  private void put(@Nullable KubeObject present, KubeObject object) {
    KubeObject shown = object;
    if (object.isBeingDeleted()) {
      deleted.remove(object.uid());
    } else if (deleted.contains(object.uid())) {
      shown = asBeingDeleted(object);
    }
    // A reader must not miss an object that merely changes: first it is in more places, then in
    // fewer.
    index(shown);
    objects.put(shown.key(), shown);
    if (present != null) {
      unindex(present, shown);
    }
    tell(new Change(Optional.ofNullable(present), Optional.of(shown)));
  }

  private static KubeObject asBeingDeleted(KubeObject object) {
    return object.edit(
        json -> json.withObject("metadata").put("deletionTimestamp", object.creationTimestamp()));
  }

  private void remove(KubeObject present) {
    deleted.remove(present.uid());
    objects.remove(present.key());
    for (Index index : Index.values()) {
      index.valuesOf(present).forEach(value -> unindex(index, value, present.key()));
    }
    tell(new Change(Optional.of(present), Optional.empty()));
  }

  private void index(KubeObject object) {
    for (Index index : Index.values()) {
      for (String value : index.valuesOf(object)) {
        keys(index).computeIfAbsent(value, _ -> ConcurrentHashMap.newKeySet()).add(object.key());
      }
    }
  }

  private void unindex(KubeObject before, KubeObject after) {
    for (Index index : Index.values()) {
      List<String> kept = index.valuesOf(after);
      index.valuesOf(before).stream()
          .filter(value -> !kept.contains(value))
          .forEach(value -> unindex(index, value, before.key()));
    }
  }

  private void unindex(Index index, String value, ObjectKey key) {
    keys(index)
        .computeIfPresent(
            value,
            (_, keys) -> {
              keys.remove(key);
              return keys.isEmpty() ? null : keys;
            });
  }

  private Map<String, Set<ObjectKey>> keys(Index index) {
    return java.util.Objects.requireNonNull(indexes.get(index));
  }

  private void tell(Change change) {
    listeners.forEach(listener -> listener.changed(change));
  }

  private static long revision(KubeObject object) {
    return revision(object.resourceVersion());
  }

  private static long revision(String text) {
    return text.isEmpty() ? 0 : Long.parseLong(text);
  }
}
