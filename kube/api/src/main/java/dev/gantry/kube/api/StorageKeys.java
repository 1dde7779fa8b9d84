package dev.gantry.kube.api;

import dev.gantry.kube.objects.ObjectKey;
import dev.gantry.kube.schema.Kind;

/// Where objects lie in the store: `/registry/<group or core>/<plural>/<namespace>/<name>`.
final class StorageKeys {
  static final String ROOT = "/registry/";

  private StorageKeys() {}

  /// What the keys of all objects of a kind begin with.
  static String prefix(Kind kind) {
    String group = kind.group().isEmpty() ? "core" : kind.group();
    return ROOT + group + "/" + kind.plural() + "/";
  }

  /// What the keys of the objects of a kind in a namespace begin with.
  ///
  /// @param namespace empty for all
  static String prefix(Kind kind, String namespace) {
    return namespace.isEmpty() ? prefix(kind) : prefix(kind) + namespace + "/";
  }

  static String of(Kind kind, ObjectKey key) {
    return prefix(kind, key.namespace()) + key.name();
  }

  /// The object's name: what follows the last slash.
  static String name(String storageKey) {
    return storageKey.substring(storageKey.lastIndexOf('/') + 1);
  }
}
