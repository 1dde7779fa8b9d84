package dev.gantry.kube.objects;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Which objects, by a few of their fields: `status.phase!=Running,spec.nodeName=n1`.
///
/// @param requirements in alphabetical order of their texts
public record FieldSelector(List<Requirement> requirements) {
  public static final FieldSelector EVERYTHING = new FieldSelector(List.of());

  public FieldSelector {
    requirements = List.copyOf(requirements);
  }

  /// One condition.
  ///
  /// @param equal whether the field must, or must not, have the value
  public record Requirement(String field, boolean equal, String value) {
    String text() {
      return field + (equal ? "=" : "!=") + escaped(value);
    }
  }

  /// Reads the text form; empty text selects everything.
  ///
  /// @throws StatusException BadRequest in upstream's words
  public static FieldSelector parse(String text) {
    if (text.isEmpty()) {
      return EVERYTHING;
    }
    List<String> terms = terms(text);
    terms.sort(Comparator.naturalOrder());
    List<Requirement> requirements = new ArrayList<>();
    for (String term : terms) {
      if (!term.isEmpty()) {
        requirements.add(requirement(term, text));
      }
    }
    return new FieldSelector(requirements);
  }

  private static List<String> terms(String text) {
    List<String> terms = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\\') {
        i++;
      } else if (text.charAt(i) == ',') {
        terms.add(text.substring(start, i));
        start = i + 1;
      }
    }
    terms.add(text.substring(start));
    return terms;
  }

  private static Requirement requirement(String term, String whole) {
    for (int i = 0; i < term.length(); i++) {
      for (String operator : List.of("!=", "==", "=")) {
        if (term.startsWith(operator, i)) {
          return new Requirement(
              term.substring(0, i),
              !operator.equals("!="),
              unescaped(term.substring(i + operator.length())));
        }
      }
    }
    throw StatusException.badRequest(
        "invalid selector: '" + whole + "'; can't understand '" + term + "'");
  }

  private static String unescaped(String value) {
    var plain = new StringBuilder(value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\\') {
        String sequence = value.substring(i, Math.min(i + 2, value.length()));
        if (sequence.length() < 2 || "\\,=".indexOf(sequence.charAt(1)) < 0) {
          throw StatusException.badRequest(
              "invalid field selector: invalid escape sequence: " + sequence);
        }
        plain.append(sequence.charAt(1));
        i++;
      } else if (c == ',' || c == '=') {
        throw StatusException.badRequest(
            "invalid field selector: unescaped character in value: " + (int) c);
      } else {
        plain.append(c);
      }
    }
    return plain.toString();
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace(",", "\\,").replace("=", "\\=");
  }

  /// Whether an object matches whose fields `valueOf` gives; a field it lacks is empty text.
  public boolean matches(Function<String, String> valueOf) {
    for (Requirement requirement : requirements) {
      if (valueOf.apply(requirement.field()).equals(requirement.value()) != requirement.equal()) {
        return false;
      }
    }
    return true;
  }

  public boolean isEverything() {
    return requirements.isEmpty();
  }

  public String text() {
    return requirements.stream().map(Requirement::text).collect(Collectors.joining(","));
  }
}
