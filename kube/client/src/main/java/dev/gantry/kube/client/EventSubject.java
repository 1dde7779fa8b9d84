package dev.gantry.kube.client;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.platform.json.Json;
import tools.jackson.databind.node.ObjectNode;

/// What an event is about.
///
/// @param fieldPath a part of the object, `spec.containers{app}`; empty for the whole
public record EventSubject(
    String apiVersion,
    String kind,
    String namespace,
    String name,
    String uid,
    String resourceVersion,
    String fieldPath) {

  public static EventSubject of(KubeObject object) {
    return new EventSubject(
        object.apiVersion(),
        object.kind(),
        object.namespace(),
        object.name(),
        object.uid(),
        object.resourceVersion(),
        "");
  }

  /// A container of a pod.
  public static EventSubject container(KubeObject pod, String list, String container) {
    return of(pod).field("spec.%s{%s}".formatted(list, container));
  }

  public EventSubject field(String path) {
    return new EventSubject(apiVersion, kind, namespace, name, uid, resourceVersion, path);
  }

  /// The same thing at whatever version: what makes two events alike.
  EventSubject atAnyVersion() {
    return new EventSubject(apiVersion, kind, namespace, name, uid, "", fieldPath);
  }

  ObjectNode reference() {
    ObjectNode reference = Json.mapper().createObjectNode();
    put(reference, "kind", kind);
    put(reference, "namespace", namespace);
    put(reference, "name", name);
    put(reference, "uid", uid);
    put(reference, "apiVersion", apiVersion);
    put(reference, "resourceVersion", resourceVersion);
    put(reference, "fieldPath", fieldPath);
    return reference;
  }

  private static void put(ObjectNode reference, String field, String value) {
    if (!value.isEmpty()) {
      reference.put(field, value);
    }
  }
}
