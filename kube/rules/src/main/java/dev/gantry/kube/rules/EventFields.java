package dev.gantry.kube.rules;

import dev.gantry.kube.objects.KubeObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// The fields of events, which go by two names in two groups.
final class EventFields {
  private static final List<String> OF_OBJECT =
      List.of("kind", "namespace", "name", "uid", "apiVersion", "resourceVersion", "fieldPath");

  private EventFields() {}

  static Map<String, Function<KubeObject, String>> core() {
    Map<String, Function<KubeObject, String>> fields = new HashMap<>();
    for (String field : OF_OBJECT) {
      fields.put("involvedObject." + field, SelectableFields.text("involvedObject." + field));
    }
    fields.put("reason", SelectableFields.text("reason"));
    fields.put("type", SelectableFields.text("type"));
    fields.put("reportingComponent", SelectableFields.text("reportingComponent"));
    fields.put(
        "source",
        event -> {
          String source = event.at("source", "component").asString("");
          return source.isEmpty() ? event.at("reportingComponent").asString("") : source;
        });
    return fields;
  }

  static Map<String, Function<KubeObject, String>> events() {
    Map<String, Function<KubeObject, String>> fields = new HashMap<>();
    for (String field : OF_OBJECT) {
      fields.put("regarding." + field, SelectableFields.text("regarding." + field));
    }
    fields.put("reason", SelectableFields.text("reason"));
    fields.put("type", SelectableFields.text("type"));
    fields.put("reportingController", SelectableFields.text("reportingController"));
    return fields;
  }
}
