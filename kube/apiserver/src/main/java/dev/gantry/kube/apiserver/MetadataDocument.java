package dev.gantry.kube.apiserver;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.platform.json.Json;
import tools.jackson.databind.node.ObjectNode;

/// Objects reduced to their metadata, for clients that keep a view of very many.
final class MetadataDocument {
  private MetadataDocument() {}

  static ObjectNode of(KubeObject object, String version) {
    ObjectNode json = Json.mapper().createObjectNode();
    json.put("kind", "PartialObjectMetadata").put("apiVersion", "meta.k8s.io/" + version);
    json.set("metadata", object.metadata());
    return json;
  }

  static ObjectNode of(ListDocument list, String version) {
    ObjectNode json = Json.mapper().createObjectNode();
    json.put("kind", "PartialObjectMetadataList").put("apiVersion", "meta.k8s.io/" + version);
    json.set("metadata", list.metadata());
    var items = json.putArray("items");
    list.page().items().forEach(object -> items.add(of(object.object(), version)));
    return json;
  }
}
