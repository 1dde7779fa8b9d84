package dev.gantry.kube.objects;

/// Which object of a kind: its namespace, empty for cluster-scoped kinds, and its name.
public record ObjectKey(String namespace, String name) {

  public static ObjectKey of(KubeObject object) {
    return new ObjectKey(object.namespace(), object.name());
  }

  /// The key of an object that lives in no namespace.
  public static ObjectKey clusterScoped(String name) {
    return new ObjectKey("", name);
  }

  /// `namespace/name`, or the name alone.
  @Override
  public String toString() {
    return namespace.isEmpty() ? name : namespace + "/" + name;
  }
}
