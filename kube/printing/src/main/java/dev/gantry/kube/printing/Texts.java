package dev.gantry.kube.printing;

import dev.gantry.kube.objects.KubeObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Parts of objects as cells show them.
final class Texts {
  static final String NONE = "<none>";
  static final String UNSET = "<unset>";
  static final String UNKNOWN = "<unknown>";

  private Texts() {}

  static String orElse(JsonNode text, String absent) {
    String value = text.asString("");
    return value.isEmpty() ? absent : value;
  }

  static String orElse(String text, String absent) {
    return text.isEmpty() ? absent : text;
  }

  /// A truth value that may be unset.
  static String truth(JsonNode value) {
    return value.isBoolean() ? (value.booleanValue() ? "True" : "False") : UNSET;
  }

  /// Strings of a list.
  static Stream<String> strings(JsonNode list) {
    return list.valueStream().map(item -> item.asString(""));
  }

  static Stream<JsonNode> items(JsonNode list) {
    return list.valueStream();
  }

  static String joined(Stream<String> texts) {
    return texts.filter(text -> !text.isEmpty()).collect(Collectors.joining(","));
  }

  /// The first few, and how many more there are.
  static String few(List<String> texts, String more) {
    int shown = Math.min(texts.size(), 3);
    String list = String.join(",", texts.subList(0, shown));
    return texts.size() > shown ? list + more.formatted(texts.size() - shown) : list;
  }

  /// `app=web,tier=front`, sorted; `<none>` when there are none.
  static String labels(JsonNode labels) {
    return orElse(
        KubeObject.strings(labels).entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(label -> label.getKey() + "=" + label.getValue())
            .collect(Collectors.joining(",")),
        NONE);
  }

  /// A label selector as one writes it for `kubectl -l`.
  static String selector(JsonNode selector) {
    List<Map.Entry<String, String>> terms = new ArrayList<>();
    KubeObject.strings(selector.path("matchLabels"))
        .forEach((key, value) -> terms.add(Map.entry(key, key + "=" + value)));
    for (JsonNode expression : selector.path("matchExpressions")) {
      String key = expression.path("key").asString("");
      String values =
          strings(expression.path("values")).sorted().collect(Collectors.joining(",", "(", ")"));
      terms.add(
          Map.entry(
              key,
              switch (expression.path("operator").asString("")) {
                case "In" -> key + " in " + values;
                case "NotIn" -> key + " notin " + values;
                case "Exists" -> key;
                case "DoesNotExist" -> "!" + key;
                default -> "<error>";
              }));
    }
    return orElse(
        terms.stream()
            .sorted(Map.Entry.comparingByKey())
            .map(Map.Entry::getValue)
            .collect(Collectors.joining(",")),
        NONE);
  }

  /// Whether a condition is there with a status.
  static boolean hasCondition(JsonNode status, String type, String value) {
    return items(status.path("conditions"))
        .anyMatch(
            condition ->
                condition.path("type").asString("").equals(type)
                    && condition.path("status").asString("").equals(value));
  }
}
