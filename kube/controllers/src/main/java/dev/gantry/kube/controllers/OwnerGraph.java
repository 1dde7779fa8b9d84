package dev.gantry.kube.controllers;

import dev.gantry.kube.client.Change;
import dev.gantry.kube.objects.GroupVersionKind;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.ObjectKey;
import dev.gantry.kube.objects.OwnerReference;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Who owns whom, by uid, over all kinds. Owners need not be known: their dependents are.
final class OwnerGraph {
  /// Where an object is.
  record Place(GroupVersionKind kind, ObjectKey key) {}

  private final Map<String, Place> places = new HashMap<>();
  private final Map<String, Set<String>> dependents = new HashMap<>();

  synchronized void changed(GroupVersionKind kind, Change change) {
    change.before().ifPresent(this::remove);
    change
        .after()
        .ifPresent(
            object -> {
              places.put(object.uid(), new Place(kind, object.key()));
              for (OwnerReference owner : object.owners()) {
                dependents.computeIfAbsent(owner.uid(), _ -> new HashSet<>()).add(object.uid());
              }
            });
  }

  private void remove(KubeObject object) {
    places.remove(object.uid());
    for (OwnerReference owner : object.owners()) {
      dependents.computeIfPresent(
          owner.uid(),
          (_, uids) -> {
            uids.remove(object.uid());
            return uids.isEmpty() ? null : uids;
          });
    }
  }

  synchronized Optional<Place> place(String uid) {
    return Optional.ofNullable(places.get(uid));
  }

  /// The uids of the objects that name this one as an owner.
  synchronized List<String> dependents(String uid) {
    return List.copyOf(dependents.getOrDefault(uid, Set.of()));
  }
}
