package dev.gantry.kube.client;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.OwnerReference;
import java.util.List;

/// By what informers find objects quickly.
public enum Index {
  /// The namespace.
  NAMESPACE {
    @Override
    List<String> valuesOf(KubeObject object) {
      return List.of(object.namespace());
    }
  },

  /// The uid of the owner that manages the object.
  CONTROLLER {
    @Override
    List<String> valuesOf(KubeObject object) {
      return object.controller().map(OwnerReference::uid).stream().toList();
    }
  },

  /// The node a pod is bound to.
  NODE {
    @Override
    List<String> valuesOf(KubeObject object) {
      String node = object.spec().path("nodeName").asString("");
      return node.isEmpty() ? List.of() : List.of(node);
    }
  };

  abstract List<String> valuesOf(KubeObject object);
}
