package dev.gantry.kube.api;

import dev.gantry.kube.objects.GroupVersionKind;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.schema.Kind;
import dev.gantry.kube.schema.Kinds;
import tools.jackson.databind.node.ObjectNode;

/// Finds the view that belongs to a kind.
final class Views {
  private static final GroupVersionKind NEW_EVENT =
      new GroupVersionKind("events.k8s.io", "v1", "Event");
  private static final GroupVersionKind OLD_AUTOSCALER =
      new GroupVersionKind("autoscaling", "v1", "HorizontalPodAutoscaler");

  private Views() {}

  static KindView of(Kind kind, Kinds kinds) {
    if (kind.storedAs().isEmpty()) {
      return new Same(kind);
    }
    Kind stored = kinds.get(kind.storageKind());
    if (kind.groupVersionKind().equals(NEW_EVENT)) {
      return new EventView(kind, stored);
    }
    if (kind.groupVersionKind().equals(OLD_AUTOSCALER)) {
      return new AutoscalerView(kind, stored);
    }
    throw StatusException.internal(
        "no conversion between " + kind.groupVersionKind() + " and " + stored.groupVersionKind());
  }

  /// A kind that is stored as it is.
  private record Same(Kind kind) implements KindView {
    @Override
    public Kind stored() {
      return kind;
    }

    @Override
    public KubeObject show(KubeObject stored) {
      return stored;
    }

    @Override
    public ObjectNode store(ObjectNode shown) {
      return shown;
    }
  }
}
