package dev.gantry.kube.objects;

import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// One condition of a [LabelSelector].
///
/// @param values in alphabetical order; exactly one for the comparing operators
public record LabelRequirement(String key, Operator operator, SequencedSet<String> values) {
  private static final Pattern INTEGER = Pattern.compile("[+-]?\\d{1,19}");

  /// How the label's value relates to the values.
  public enum Operator {
    EQUALS("="),
    DOUBLE_EQUALS("=="),
    NOT_EQUALS("!="),
    IN(" in "),
    NOT_IN(" notin "),
    EXISTS(""),
    DOES_NOT_EXIST("!"),
    GREATER_THAN(">"),
    LESS_THAN("<");

    private final String text;

    Operator(String text) {
      this.text = text;
    }
  }

  static LabelRequirement equalTo(String key, String value) {
    return new LabelRequirement(key, Operator.EQUALS, new TreeSet<>(Set.of(value)));
  }

  /// A requirement that makes sense.
  ///
  /// @throws StatusException BadRequest in upstream's words
  static LabelRequirement checked(String key, Operator operator, SequencedSet<String> values) {
    checkKey(key, "key");
    String problem = problem(operator, values);
    if (!problem.isEmpty()) {
      throw StatusException.badRequest("values: Invalid value: " + quoted(values) + ": " + problem);
    }
    int index = 0;
    for (String value : values) {
      List<String> problems = Names.labelValue(value);
      if (!problems.isEmpty()) {
        throw StatusException.badRequest(
            "values[%d][%s]: Invalid value: \"%s\": %s"
                .formatted(index, key, value, String.join("; ", problems)));
      }
      index++;
    }
    return new LabelRequirement(key, operator, values);
  }

  static void checkKey(String key, String path) {
    List<String> problems = Names.qualified(key);
    if (!problems.isEmpty()) {
      throw StatusException.badRequest(
          path + ": Invalid value: \"" + key + "\": " + String.join("; ", problems));
    }
  }

  private static String problem(Operator operator, SequencedSet<String> values) {
    return switch (operator) {
      case IN, NOT_IN ->
          values.isEmpty() ? "for 'in', 'notin' operators, values set can't be empty" : "";
      case EQUALS, DOUBLE_EQUALS, NOT_EQUALS ->
          values.size() == 1 ? "" : "exact-match compatibility requires one single value";
      case EXISTS, DOES_NOT_EXIST ->
          values.isEmpty() ? "" : "values set must be empty for exists and does not exist";
      case GREATER_THAN, LESS_THAN -> {
        if (values.size() != 1) {
          yield "for 'Gt', 'Lt' operators, exactly one value is required";
        }
        yield isInteger(values.getFirst())
            ? ""
            : "for 'Gt', 'Lt' operators, the value must be an integer";
      }
    };
  }

  private static String quoted(SequencedSet<String> values) {
    return values.stream()
        .map(value -> '"' + value + '"')
        .collect(Collectors.joining(",", "[", "]"));
  }

  boolean matches(boolean present, Map<String, String> labels) {
    String value = labels.getOrDefault(key, "");
    return switch (operator) {
      case EQUALS, DOUBLE_EQUALS, IN -> present && values.contains(value);
      case NOT_EQUALS, NOT_IN -> !present || !values.contains(value);
      case EXISTS -> present;
      case DOES_NOT_EXIST -> !present;
      case GREATER_THAN -> present && isInteger(value) && compare(value) > 0;
      case LESS_THAN -> present && isInteger(value) && compare(value) < 0;
    };
  }

  private int compare(String value) {
    return Long.compare(Long.parseLong(value), Long.parseLong(values.getFirst()));
  }

  private static boolean isInteger(String value) {
    if (!INTEGER.matcher(value).matches()) {
      return false;
    }
    try {
      Long.parseLong(value);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  String text() {
    return switch (operator) {
      case EXISTS -> key;
      case DOES_NOT_EXIST -> "!" + key;
      case IN, NOT_IN -> key + operator.text + "(" + String.join(",", values) + ")";
      case EQUALS, DOUBLE_EQUALS, NOT_EQUALS, GREATER_THAN, LESS_THAN ->
          key + operator.text + values.getFirst();
    };
  }
}
