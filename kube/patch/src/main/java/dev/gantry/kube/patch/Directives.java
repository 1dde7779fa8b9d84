package dev.gantry.kube.patch;

import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The fields of strategic merge patches that are instructions and not data.
final class Directives {
  static final String PATCH = "$patch";
  static final String RETAIN_KEYS = "$retainKeys";
  static final String DELETE_FROM_PRIMITIVE_LIST = "$deleteFromPrimitiveList/";
  static final String SET_ELEMENT_ORDER = "$setElementOrder/";

  static final String REPLACE = "replace";
  static final String MERGE = "merge";
  static final String DELETE = "delete";

  private static final Set<String> ALONE = Set.of(PATCH, RETAIN_KEYS);

  private Directives() {}

  static boolean isDirective(String field) {
    return ALONE.contains(field)
        || field.startsWith(DELETE_FROM_PRIMITIVE_LIST)
        || field.startsWith(SET_ELEMENT_ORDER);
  }

  /// The field that a directive in a field's name is about; other names are returned as they are.
  static String subject(String field) {
    for (String prefix : Set.of(DELETE_FROM_PRIMITIVE_LIST, SET_ELEMENT_ORDER)) {
      if (field.startsWith(prefix)) {
        return field.substring(prefix.length());
      }
    }
    return field;
  }

  /// A copy of a patch as data: what it means where there is nothing to patch. Nulls, which would
  /// remove, go, and so do elements to delete.
  static JsonNode asData(JsonNode patch) {
    return switch (patch) {
      case ObjectNode object -> {
        ObjectNode data = object.objectNode();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
          if (!isDirective(field.getKey()) && !field.getValue().isNull()) {
            data.set(field.getKey(), asData(field.getValue()));
          }
        }
        yield data;
      }
      case ArrayNode list -> {
        ArrayNode data = list.arrayNode();
        for (JsonNode element : list) {
          if (!isOnlyInstruction(element)) {
            data.add(asData(element));
          }
        }
        yield data;
      }
      default -> patch;
    };
  }

  private static boolean isOnlyInstruction(JsonNode element) {
    String directive = element.path(PATCH).asString("");
    return directive.equals(DELETE) || (!directive.isEmpty() && element.size() == 1);
  }
}
