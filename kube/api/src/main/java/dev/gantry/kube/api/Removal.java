package dev.gantry.kube.api;

import dev.gantry.kube.objects.BuiltInKinds;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.schema.Kind;

/// When an object that is being deleted may go.
final class Removal {
  private Removal() {}

  /// Whether nothing holds the object any longer: no finalizer, no grace period, and no content
  /// when it is a namespace.
  static boolean isDue(Kind kind, KubeObject object) {
    return object.isBeingDeleted()
        && object.finalizers().isEmpty()
        && object.metadata().path("deletionGracePeriodSeconds").asLong(0) == 0
        && !hasContent(kind, object);
  }

  /// A namespace has finalizers of its own kind in its spec, which stand for what is in it.
  static boolean hasContent(Kind kind, KubeObject object) {
    return kind.groupVersionKind().equals(BuiltInKinds.NAMESPACE)
        && !object.spec().path("finalizers").isEmpty();
  }
}
