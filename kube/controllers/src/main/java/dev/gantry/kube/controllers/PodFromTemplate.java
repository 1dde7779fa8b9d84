package dev.gantry.kube.controllers;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.OwnerReference;
import dev.gantry.platform.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Makes pods as a controller's template describes them.
final class PodFromTemplate {
  private PodFromTemplate() {}

  /// A pod to create, which gets its name from the API.
  static KubeObject of(KubeObject owner, JsonNode template) {
    ObjectNode pod = Json.mapper().createObjectNode();
    pod.put("apiVersion", "v1").put("kind", "Pod");
    ObjectNode metadata = pod.putObject("metadata");
    metadata.put("generateName", owner.name() + "-").put("namespace", owner.namespace());
    JsonNode wanted = template.path("metadata");
    for (String field : new String[] {"labels", "annotations", "finalizers"}) {
      if (wanted.has(field)) {
        metadata.set(field, wanted.path(field).deepCopy());
      }
    }
    addOwner(metadata, OwnerReference.controllerOf(owner));
    pod.set("spec", template.path("spec").deepCopy());
    return KubeObject.of(pod);
  }

  static void addOwner(ObjectNode metadata, OwnerReference owner) {
    metadata
        .withArray("ownerReferences")
        .addObject()
        .put("apiVersion", owner.apiVersion())
        .put("kind", owner.kind())
        .put("name", owner.name())
        .put("uid", owner.uid())
        .put("controller", owner.controller())
        .put("blockOwnerDeletion", owner.blockOwnerDeletion());
  }
}
