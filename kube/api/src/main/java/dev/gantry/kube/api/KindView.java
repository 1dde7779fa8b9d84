package dev.gantry.kube.api;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.schema.Kind;
import tools.jackson.databind.node.ObjectNode;

/// A kind as clients ask for it, and the kind it is stored as.
interface KindView {

  /// As asked for.
  Kind kind();

  /// As stored; mostly the same.
  Kind stored();

  default boolean isStoredForm() {
    return kind().equals(stored());
  }

  /// From the stored form into this one.
  KubeObject show(KubeObject stored);

  /// From this form into the stored one.
  ObjectNode store(ObjectNode shown);

  default StoredObject show(StoredBytes object) {
    return isStoredForm() ? object : new StoredTree(show(object.object()));
  }
}
