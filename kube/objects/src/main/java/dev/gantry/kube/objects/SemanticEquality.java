package dev.gantry.kube.objects;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Whether two trees say the same, however they were made: a number is its value, whatever type
/// holds it, and a field that is absent, null or an empty list says nothing. An empty structure
/// says something: `podSelector: {}` selects all pods.
public final class SemanticEquality {
  private SemanticEquality() {}

  public static boolean same(JsonNode a, JsonNode b) {
    if (saysNothing(a) || saysNothing(b)) {
      return saysNothing(a) && saysNothing(b);
    }
    if (a.isObject() && b.isObject()) {
      return covers(a, b) && covers(b, a);
    }
    if (a.isArray() && b.isArray()) {
      return sameElements(a, b);
    }
    if (a.isNumber() && b.isNumber()) {
      return a.decimalValue().compareTo(b.decimalValue()) == 0;
    }
    return a.equals(b);
  }

  /// Whether each field of `a` says the same in `b`.
  private static boolean covers(JsonNode a, JsonNode b) {
    for (Map.Entry<String, JsonNode> field : a.properties()) {
      if (!same(field.getValue(), b.path(field.getKey()))) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameElements(JsonNode a, JsonNode b) {
    if (a.size() != b.size()) {
      return false;
    }
    for (int i = 0; i < a.size(); i++) {
      if (!same(a.get(i), b.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean saysNothing(JsonNode node) {
    return node.isMissingNode() || node.isNull() || (node.isArray() && node.isEmpty());
  }
}
