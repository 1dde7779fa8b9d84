package dev.gantry.kube.controllers;

import dev.gantry.kube.objects.GenerateName;
import dev.gantry.kube.objects.SemanticEquality;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// The short name of a pod template, the same for equal templates whatever the order of fields.
final class TemplateHash {
  static final String LABEL = "pod-template-hash";

  private TemplateHash() {}

  /// Letters and digits that fit into a name and a label.
  ///
  /// @param collisions how many names that came out before were taken by other templates
  static String of(JsonNode template, int collisions) {
    var text = new StringBuilder();
    canonical(template, text);
    if (collisions > 0) {
      text.append('#').append(collisions);
    }
    return GenerateName.encoded(Integer.toUnsignedString(fnv1a(text.toString())));
  }

  private static int fnv1a(String text) {
    int hash = 0x811c9dc5;
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x01000193;
    }
    return hash;
  }

  private static void canonical(JsonNode node, StringBuilder out) {
    if (node.isObject()) {
      Map<String, JsonNode> sorted = new TreeMap<>();
      for (var field : node.properties()) {
        if (!saysNothing(field.getValue())) {
          sorted.put(field.getKey(), field.getValue());
        }
      }
      out.append('{');
      sorted.forEach(
          (name, value) -> {
            out.append('"').append(name).append("\":");
            canonical(value, out);
            out.append(',');
          });
      out.append('}');
    } else if (node.isArray()) {
      out.append('[');
      node.forEach(
          item -> {
            canonical(item, out);
            out.append(',');
          });
      out.append(']');
    } else {
      out.append(node);
    }
  }

  /// Templates that are the same to the API must have the same name.
  private static boolean saysNothing(JsonNode value) {
    return value.isNull() || (value.isArray() && value.isEmpty());
  }

  /// Whether two templates differ at most in the label that holds the hash.
  static boolean sameTemplate(JsonNode a, JsonNode b) {
    return SemanticEquality.same(withoutHash(a), withoutHash(b));
  }

  private static JsonNode withoutHash(JsonNode template) {
    if (!template.path("metadata").path("labels").has(LABEL)) {
      return template;
    }
    JsonNode copy = template.deepCopy();
    copy.withObject("metadata").withObject("labels").remove(LABEL);
    return copy;
  }
}
