package dev.gantry.kube.patch;

import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// Values as messages of upstream show them: `map[image:web:2 name:web]`.
final class GoText {
  private GoText() {}

  static String of(JsonNode value) {
    if (value.isObject()) {
      return value.properties().stream()
          .sorted(java.util.Map.Entry.comparingByKey())
          .map(field -> field.getKey() + ":" + of(field.getValue()))
          .collect(Collectors.joining(" ", "map[", "]"));
    }
    if (value.isArray()) {
      return value.valueStream().map(GoText::of).collect(Collectors.joining(" ", "[", "]"));
    }
    return value.isNull() ? "<nil>" : value.asString("");
  }
}
