package dev.gantry.kube.api;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.platform.json.Json;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Whether a write would change anything. One that does not takes no revision, so that clients that
/// keep repeating themselves wake nobody.
final class Changes {
  private Changes() {}

  static boolean none(ObjectNode next, KubeObject old) {
    return comparable(next).equals(comparable(old.json()));
  }

  private static ObjectNode comparable(ObjectNode object) {
    ObjectNode plain = Json.mapper().createObjectNode();
    plain.setAll(object);
    ObjectNode metadata = Json.mapper().createObjectNode();
    metadata.setAll((ObjectNode) object.path("metadata"));
    metadata.remove(List.of("resourceVersion"));
    if (metadata.path("managedFields").isArray()) {
      var entries = Json.mapper().createArrayNode();
      for (JsonNode entry : metadata.path("managedFields")) {
        entries.add(entry instanceof ObjectNode node ? withoutTime(node) : entry);
      }
      metadata.set("managedFields", entries);
    }
    plain.set("metadata", metadata);
    return plain;
  }

  /// When fields were set says nothing by itself.
  private static ObjectNode withoutTime(ObjectNode entry) {
    ObjectNode timeless = Json.mapper().createObjectNode();
    timeless.setAll(entry);
    timeless.remove("time");
    return timeless;
  }
}
