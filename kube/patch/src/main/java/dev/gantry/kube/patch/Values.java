package dev.gantry.kube.patch;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// JSON values compared by what they mean: numbers by value, whatever type they were read into,
/// and null like absence.
final class Values {
  private Values() {}

  static boolean isAbsent(@Nullable JsonNode node) {
    return node == null || node.isNull() || node.isMissingNode();
  }

  /// Trees share nodes, which are then not looked into.
  @SuppressWarnings("ReferenceEquality")
  static boolean same(JsonNode a, JsonNode b) {
    if (a == b) {
      return true;
    }
    if (a.isObject() && b.isObject()) {
      return sameObjects(a, b);
    }
    if (a.isArray() && b.isArray()) {
      return sameLists(a, b);
    }
    if (a.isContainer() || b.isContainer()) {
      return false;
    }
    return compare(a, b) == 0;
  }

  private static boolean sameObjects(JsonNode a, JsonNode b) {
    int shared = 0;
    for (Map.Entry<String, JsonNode> field : a.properties()) {
      JsonNode other = b.get(field.getKey());
      if (isAbsent(field.getValue()) && isAbsent(other)) {
        shared += other == null ? 0 : 1;
        continue;
      }
      if (other == null || !same(field.getValue(), other)) {
        return false;
      }
      shared++;
    }
    if (shared == b.size()) {
      return true;
    }
    return b.properties().stream()
        .allMatch(field -> a.has(field.getKey()) || isAbsent(field.getValue()));
  }

  private static boolean sameLists(JsonNode a, JsonNode b) {
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

  /// Orders scalars: numbers, strings, booleans, then the rest.
  static int compare(JsonNode a, JsonNode b) {
    if (a.isString() && b.isString()) {
      return a.stringValue().compareTo(b.stringValue());
    }
    if (a.isNumber() && b.isNumber()) {
      return a.canConvertToLong()
              && b.canConvertToLong()
              && a.isIntegralNumber()
              && b.isIntegralNumber()
          ? Long.compare(a.longValue(), b.longValue())
          : Double.compare(a.doubleValue(), b.doubleValue());
    }
    if (a.isBoolean() && b.isBoolean()) {
      return Boolean.compare(a.booleanValue(), b.booleanValue());
    }
    int ranks = Integer.compare(rank(a), rank(b));
    return ranks != 0 || !a.isContainer() ? ranks : a.toString().compareTo(b.toString());
  }

  private static int rank(JsonNode node) {
    return switch (node.getNodeType()) {
      case NUMBER -> 0;
      case STRING -> 1;
      case BOOLEAN -> 2;
      case ARRAY -> 3;
      case OBJECT -> 4;
      case NULL, MISSING, BINARY, POJO -> 5;
    };
  }
}
