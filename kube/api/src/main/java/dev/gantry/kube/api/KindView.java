package dev.gantry.kube.api;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.rules.Conversions;
import dev.gantry.kube.schema.Kind;
import dev.gantry.kube.schema.Kinds;
import tools.jackson.databind.node.ObjectNode;

/// A kind as clients ask for it, and the kind it is stored as.
///
/// @param kind as asked for
/// @param stored as stored; mostly the same
record KindView(Kind kind, Kind stored) {

  static KindView of(Kind kind, Kinds kinds) {
    return new KindView(kind, kind.storedAs().isEmpty() ? kind : kinds.get(kind.storageKind()));
  }

  private boolean isStoredForm() {
    return kind.storedAs().isEmpty();
  }

  /// From the stored form into the one asked for.
  KubeObject show(KubeObject object) {
    return isStoredForm()
        ? object
        : KubeObject.of(Conversions.convert(object.json(), kind.groupVersionKind()));
  }

  StoredObject show(StoredBytes object) {
    return isStoredForm() ? object : new StoredTree(show(object.object()));
  }

  /// From the form asked for into the stored one.
  ObjectNode store(ObjectNode shown) {
    return Conversions.convert(shown, stored.groupVersionKind());
  }
}
