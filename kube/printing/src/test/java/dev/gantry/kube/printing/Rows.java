package dev.gantry.kube.printing;

import dev.gantry.kube.objects.GroupVersionKind;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.schema.Kinds;
import dev.gantry.platform.json.Json;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Objects in JSON with single quotes, and their rows.
final class Rows {
  static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  private Rows() {}

  /// An object of a kind, called `web` and an hour and five minutes old.
  static KubeObject object(String apiVersion, String kind, String rest) {
    ObjectNode object = (ObjectNode) json("{" + rest + "}");
    ObjectNode metadata =
        (ObjectNode)
            json(
                "{'name':'web','namespace':'default','resourceVersion':'7',"
                    + "'creationTimestamp':'2026-01-01T10:55:00Z'}");
    if (object.remove("metadata") instanceof ObjectNode more) {
      metadata.setAll(more);
    }
    object.put("apiVersion", apiVersion).put("kind", kind);
    object.set("metadata", metadata);
    return KubeObject.of(object);
  }

  static JsonNode json(String text) {
    return Json.read(text.replace('\'', '"'), JsonNode.class);
  }

  static Table table(KubeObject object) {
    return Table.find(Kinds.builtIn().get(object.groupVersionKind())).orElseThrow();
  }

  static Table table(String apiVersion, String kind) {
    return Table.find(Kinds.builtIn().get(GroupVersionKind.of(apiVersion, kind))).orElseThrow();
  }

  static JsonNode document(KubeObject object) {
    return table(object).of(object, Table.IncludeObject.METADATA, NOW);
  }

  /// The cells of an object, also the wide ones.
  static List<String> cells(KubeObject object) {
    return document(object)
        .path("rows")
        .path(0)
        .path("cells")
        .valueStream()
        .map(JsonNode::asString)
        .toList();
  }

  static List<String> names(KubeObject object) {
    return table(object).columns().stream().map(Column::name).toList();
  }
}
