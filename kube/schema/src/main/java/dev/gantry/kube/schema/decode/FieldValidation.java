package dev.gantry.kube.schema.decode;

import dev.gantry.kube.objects.StatusException;

/// What happens to fields that the kind does not have, or that occur twice.
public enum FieldValidation {
  /// Dropped in silence.
  IGNORE,
  /// Dropped with a warning each.
  WARN,
  /// Refused.
  STRICT;

  /// Reads the query parameter; empty means the default, a warning.
  public static FieldValidation parse(String parameter) {
    return switch (parameter) {
      case "Ignore" -> IGNORE;
      case "", "Warn" -> WARN;
      case "Strict" -> STRICT;
      default ->
          throw StatusException.badRequest(
              "fieldValidation: Unsupported value: \"%s\": supported values: \"\", \"Ignore\", \"Strict\", \"Warn\""
                  .formatted(parameter));
    };
  }
}
