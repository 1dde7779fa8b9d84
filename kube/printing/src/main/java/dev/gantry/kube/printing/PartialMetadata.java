package dev.gantry.kube.printing;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.platform.json.Json;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Objects reduced to their metadata, for clients that need no more (`as=PartialObjectMetadata`).
public final class PartialMetadata {
  private static final String API_VERSION = "meta.k8s.io/v1";

  private PartialMetadata() {}

  /// One object; shares its metadata.
  public static ObjectNode of(KubeObject object) {
    return document("PartialObjectMetadata", object.metadata());
  }

  /// A list with the metadata of the list that it stands for.
  public static ObjectNode listOf(List<KubeObject> objects, ObjectNode listMetadata) {
    ObjectNode list = document("PartialObjectMetadataList", listMetadata);
    ArrayNode items = list.putArray("items");
    objects.forEach(object -> items.add(of(object)));
    return list;
  }

  private static ObjectNode document(String kind, JsonNode metadata) {
    ObjectNode document = Json.mapper().createObjectNode();
    document.put("kind", kind).put("apiVersion", API_VERSION);
    document.set("metadata", metadata);
    return document;
  }
}
