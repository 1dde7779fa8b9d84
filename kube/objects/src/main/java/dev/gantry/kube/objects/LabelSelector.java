package dev.gantry.kube.objects;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// Which objects, by their labels: all requirements must hold.
///
/// A selector has three forms: text in URLs and in `Scale`, a map of labels in Services and
/// ReplicationControllers, and `matchLabels` with `matchExpressions` elsewhere. A missing
/// structure selects nothing, an empty one everything.
public final class LabelSelector {
  public static final LabelSelector EVERYTHING = new LabelSelector(List.of(), false);
  public static final LabelSelector NOTHING = new LabelSelector(List.of(), true);

  private final List<LabelRequirement> requirements;
  private final boolean nothing;

  private LabelSelector(List<LabelRequirement> requirements, boolean nothing) {
    this.requirements = requirements;
    this.nothing = nothing;
  }

  static LabelSelector of(List<LabelRequirement> requirements) {
    List<LabelRequirement> sorted = new ArrayList<>(requirements);
    sorted.sort(Comparator.comparing(LabelRequirement::key));
    return new LabelSelector(List.copyOf(sorted), false);
  }

  /// Reads the text form, `app=web,tier in (a,b),!canary`; empty text selects everything.
  ///
  /// @throws StatusException BadRequest in upstream's words
  public static LabelSelector parse(String text) {
    return text.isBlank() ? EVERYTHING : of(new LabelSelectorParser(text).parse());
  }

  /// All of these labels. An empty map selects everything.
  public static LabelSelector ofLabels(Map<String, String> labels) {
    return of(
        labels.entrySet().stream()
            .map(e -> LabelRequirement.equalTo(e.getKey(), e.getValue()))
            .toList());
  }

  /// Reads a map of labels, the selector of a ReplicationController or Service; a missing or empty
  /// one selects nothing, as those kinds mean it.
  public static LabelSelector ofMap(JsonNode map) {
    return map.isEmpty() ? NOTHING : ofLabels(KubeObject.strings(map));
  }

  /// Reads `{matchLabels, matchExpressions}`.
  ///
  /// @throws StatusException BadRequest for an unknown operator or a wrong number of values
  public static LabelSelector ofStructure(JsonNode selector) {
    if (!selector.isObject()) {
      return NOTHING;
    }
    List<LabelRequirement> all = new ArrayList<>();
    KubeObject.strings(selector.path("matchLabels"))
        .forEach((key, value) -> all.add(LabelRequirement.equalTo(key, value)));
    for (JsonNode expression : selector.path("matchExpressions")) {
      String operator = expression.path("operator").asString("");
      TreeSet<String> values = new TreeSet<>();
      expression.path("values").forEach(v -> values.add(v.asString("")));
      all.add(
          LabelRequirement.checked(
              expression.path("key").asString(""), structureOperator(operator), values));
    }
    return of(all);
  }

  private static LabelRequirement.Operator structureOperator(String operator) {
    return switch (operator) {
      case "In" -> LabelRequirement.Operator.IN;
      case "NotIn" -> LabelRequirement.Operator.NOT_IN;
      case "Exists" -> LabelRequirement.Operator.EXISTS;
      case "DoesNotExist" -> LabelRequirement.Operator.DOES_NOT_EXIST;
      default ->
          throw StatusException.badRequest(
              "\"" + operator + "\" is not a valid label selector operator");
    };
  }

  public boolean matches(Map<String, String> labels) {
    if (nothing) {
      return false;
    }
    for (LabelRequirement requirement : requirements) {
      if (!requirement.matches(labels.containsKey(requirement.key()), labels)) {
        return false;
      }
    }
    return true;
  }

  /// Whether the object's own labels match.
  public boolean matches(KubeObject object) {
    if (nothing || requirements.isEmpty()) {
      return !nothing;
    }
    return matches(object.labels());
  }

  /// Whether every object matches, whatever its labels.
  public boolean isEverything() {
    return !nothing && requirements.isEmpty();
  }

  public boolean isNothing() {
    return nothing;
  }

  public List<LabelRequirement> requirements() {
    return requirements;
  }

  /// The text form, which [#parse] reads.
  public String text() {
    return requirements.stream().map(LabelRequirement::text).collect(Collectors.joining(","));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LabelSelector that
        && nothing == that.nothing
        && requirements.equals(that.requirements);
  }

  @Override
  public int hashCode() {
    return requirements.hashCode();
  }

  @Override
  public String toString() {
    return nothing ? "<nothing>" : text();
  }
}
