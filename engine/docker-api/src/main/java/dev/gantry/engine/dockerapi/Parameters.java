package dev.gantry.engine.dockerapi;

import dev.gantry.engine.core.Filters;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.http.Query;
import dev.gantry.platform.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Query parameters as Docker reads them.
final class Parameters {
  private Parameters() {}

  /// Everything but an absent, empty, `0`, `no`, `false` or `none` value is true.
  static boolean flag(Query query, String name) {
    return query.first(name).map(Parameters::isTrue).orElse(false);
  }

  static boolean flag(Query query, String name, boolean ifAbsent) {
    return query.first(name).map(Parameters::isTrue).orElse(ifAbsent);
  }

  private static boolean isTrue(String value) {
    return switch (value.trim().toLowerCase(java.util.Locale.ROOT)) {
      case "", "0", "no", "false", "none" -> false;
      default -> true;
    };
  }

  /// A number; absent when the parameter is absent or empty.
  static Optional<Integer> number(Query query, String name) {
    return query
        .first(name)
        .filter(text -> !text.isEmpty())
        .map(
            text -> {
              try {
                return Integer.parseInt(text);
              } catch (NumberFormatException e) {
                throw new InvalidArgumentException(
                    "strconv.Atoi: parsing \"" + text + "\": invalid syntax", e);
              }
            });
  }

  static Optional<String> text(Query query, String name) {
    return query.first(name).filter(text -> !text.isEmpty());
  }

  /// The `filters` parameter: `{"key":["value"]}`, or `{"key":{"value":true}}` as Go clients send.
  static Filters filters(Query query) {
    String json = query.first("filters").orElse("");
    if (json.isEmpty()) {
      return Filters.NONE;
    }
    JsonNode tree;
    try {
      tree = Json.tree(json.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    } catch (InvalidArgumentException e) {
      throw new InvalidArgumentException("invalid filter: " + e.getMessage(), e);
    }
    if (!tree.isObject()) {
      throw new InvalidArgumentException("invalid filter");
    }
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (var entry : tree.properties()) {
      values.put(entry.getKey(), values(entry.getValue()));
    }
    return new Filters(values);
  }

  private static String text(JsonNode node) {
    if (!node.isString()) {
      throw new InvalidArgumentException("invalid filter");
    }
    return node.stringValue();
  }

  private static List<String> values(JsonNode node) {
    List<String> values = new ArrayList<>();
    if (node.isArray()) {
      node.forEach(element -> values.add(text(element)));
    } else if (node.isObject()) {
      for (var entry : node.properties()) {
        if (!entry.getValue().isBoolean()) {
          throw new InvalidArgumentException("invalid filter");
        }
        if (entry.getValue().booleanValue()) {
          values.add(entry.getKey());
        }
      }
    } else {
      throw new InvalidArgumentException("invalid filter");
    }
    return values;
  }
}
