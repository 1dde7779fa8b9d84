package dev.gantry.kube.apiserver;

import dev.gantry.platform.json.Json;
import tools.jackson.databind.JsonNode;

/// Documents as YAML: JSON is YAML too, and all that clients of this form need.
final class YamlText {
  private YamlText() {}

  static byte[] of(JsonNode document) {
    return Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(document);
  }
}
