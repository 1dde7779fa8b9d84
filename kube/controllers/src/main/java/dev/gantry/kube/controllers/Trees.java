package dev.gantry.kube.controllers;

import java.util.Comparator;
import tools.jackson.databind.JsonNode;

/// Comparing parts of objects.
final class Trees {
  /// An `int` here and a `long` there are the same number in JSON.
  private static final Comparator<JsonNode> BY_VALUE =
      (a, b) -> {
        if (a.equals(b)) {
          return 0;
        }
        boolean same =
            a.isNumber() && b.isNumber() && a.decimalValue().compareTo(b.decimalValue()) == 0;
        return same ? 0 : 1;
      };

  private Trees() {}

  static boolean same(JsonNode a, JsonNode b) {
    return a.equals(BY_VALUE, b);
  }
}
