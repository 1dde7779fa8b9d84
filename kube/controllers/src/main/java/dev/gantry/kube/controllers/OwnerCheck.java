package dev.gantry.kube.controllers;

import dev.gantry.kube.client.ApiClient;
import dev.gantry.kube.client.Informers;
import dev.gantry.kube.objects.GroupVersion;
import dev.gantry.kube.objects.GroupVersionKind;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.ObjectKey;
import dev.gantry.kube.objects.OwnerReference;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Looks up what has become of an owner.
final class OwnerCheck {
  enum State {
    /// It is there and stays.
    SOLID,
    /// It is being deleted and waits for its dependents to go first.
    WAITING,
    /// It is gone.
    ABSENT,
    /// Nobody can tell: its kind is not served, or lives in namespaces while the dependent does
    /// not.
    UNKNOWN
  }

  static final String FOREGROUND = "foregroundDeletion";

  private record GroupKind(String group, String kind) {}

  private final ApiClient client;
  private final Informers informers;
  private final Map<GroupKind, ServedKind> kinds = new HashMap<>();

  OwnerCheck(Informers informers, Collection<ServedKind> served) {
    client = informers.client();
    this.informers = informers;
    served.forEach(one -> kinds.put(new GroupKind(one.kind().group(), one.kind().kind()), one));
  }

  State of(KubeObject dependent, OwnerReference owner) {
    Optional<ServedKind> served = kind(owner);
    if (served.isEmpty() || isNamespacedOwnerOfClusterScoped(dependent, owner)) {
      return State.UNKNOWN;
    }
    GroupVersionKind kind = served.get().kind();
    ObjectKey key =
        served.get().namespaced()
            ? new ObjectKey(dependent.namespace(), owner.name())
            : ObjectKey.clusterScoped(owner.name());
    // What the cache shows exists; what it lacks may merely be unheard of as yet.
    return informers
        .of(kind)
        .find(key)
        .filter(object -> object.uid().equals(owner.uid()))
        .or(() -> client.find(kind, key).filter(object -> object.uid().equals(owner.uid())))
        .map(object -> isWaiting(object) ? State.WAITING : State.SOLID)
        .orElse(State.ABSENT);
  }

  boolean isNamespacedOwnerOfClusterScoped(KubeObject dependent, OwnerReference owner) {
    return dependent.namespace().isEmpty()
        && kind(owner).filter(ServedKind::namespaced).isPresent();
  }

  /// References may name an older version of the kind.
  private Optional<ServedKind> kind(OwnerReference owner) {
    String group = GroupVersion.parse(owner.apiVersion()).group();
    return Optional.ofNullable(kinds.get(new GroupKind(group, owner.kind())));
  }

  static boolean isWaiting(KubeObject object) {
    return object.isBeingDeleted() && object.finalizers().contains(FOREGROUND);
  }
}
