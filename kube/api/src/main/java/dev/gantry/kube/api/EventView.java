package dev.gantry.kube.api;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.schema.Kind;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `events.k8s.io/v1`, which names the fields of `v1` events anew.
record EventView(Kind kind, Kind stored) implements KindView {
  /// Fields of the stored form and what they are called here.
  private static final Map<String, String> NAMES =
      Map.of(
          "involvedObject", "regarding",
          "message", "note",
          "source", "deprecatedSource",
          "firstTimestamp", "deprecatedFirstTimestamp",
          "lastTimestamp", "deprecatedLastTimestamp",
          "count", "deprecatedCount",
          "reportingComponent", "reportingController");

  @Override
  public KubeObject show(KubeObject event) {
    return event.edit(
        json -> {
          NAMES.forEach((from, to) -> rename(json, from, to));
          name(json, kind);
        });
  }

  @Override
  public ObjectNode store(ObjectNode shown) {
    ObjectNode json = shown.deepCopy();
    NAMES.forEach((to, from) -> rename(json, from, to));
    name(json, stored);
    return json;
  }

  private static void rename(ObjectNode json, String from, String to) {
    JsonNode value = json.remove(from);
    if (value != null) {
      json.set(to, value);
    }
  }

  private static void name(ObjectNode json, Kind kind) {
    json.put("apiVersion", kind.groupVersionKind().apiVersion());
    json.put("kind", kind.groupVersionKind().kind());
  }
}
