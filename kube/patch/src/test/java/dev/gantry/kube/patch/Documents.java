package dev.gantry.kube.patch;

import dev.gantry.kube.objects.GroupVersionKind;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.schema.Kind;
import dev.gantry.kube.schema.Kinds;
import dev.gantry.platform.json.Json;
import java.time.Instant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Documents of tests, in JSON with single quotes.
final class Documents {
  static final Instant T1 = Instant.parse("2026-01-01T10:00:00Z");
  static final Instant T2 = Instant.parse("2026-01-01T11:00:00Z");
  static final Instant T3 = Instant.parse("2026-01-01T12:00:00Z");

  static final Kind DEPLOYMENT = kind("apps/v1", "Deployment");
  static final Kind POD = kind("v1", "Pod");
  static final Kind CONFIG_MAP = kind("v1", "ConfigMap");
  static final Kind SERVICE = kind("v1", "Service");

  private Documents() {}

  static Kind kind(String apiVersion, String kind) {
    return Kinds.builtIn().get(GroupVersionKind.of(apiVersion, kind));
  }

  static JsonNode json(String text) {
    return Json.read(text.replace('\'', '"'), JsonNode.class);
  }

  static ObjectNode tree(String text) {
    return (ObjectNode) json(text);
  }

  /// An object of a kind named `web` in `default`; `rest` is what follows in its outermost braces.
  static KubeObject object(Kind kind, String rest) {
    ObjectNode object = tree("{" + rest + "}");
    JsonNode metadata = object.path("metadata");
    ObjectNode named = tree("{'name':'web','namespace':'default'}");
    if (metadata instanceof ObjectNode more) {
      named.setAll(more);
    }
    ObjectNode whole = Json.mapper().createObjectNode();
    whole.put("apiVersion", kind.groupVersionKind().apiVersion());
    whole.put("kind", kind.groupVersionKind().kind());
    whole.set("metadata", named);
    object.remove("metadata");
    whole.setAll(object);
    return KubeObject.of(whole);
  }

  /// The entry of a manager, without its time.
  static String fields(KubeObject object, String manager, String operation) {
    for (JsonNode entry : object.metadata().path("managedFields")) {
      if (entry.path("manager").asString().equals(manager)
          && entry.path("operation").asString().equals(operation)) {
        return Json.text(entry.path("fieldsV1")).replace('"', '\'');
      }
    }
    return "none";
  }

  static String time(KubeObject object, String manager) {
    for (JsonNode entry : object.metadata().path("managedFields")) {
      if (entry.path("manager").asString().equals(manager)) {
        return entry.path("time").asString("");
      }
    }
    return "none";
  }
}
