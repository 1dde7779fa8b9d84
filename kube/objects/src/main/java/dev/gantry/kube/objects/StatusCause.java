package dev.gantry.kube.objects;

/// One thing that is wrong with a request.
///
/// @param reason `FieldValueInvalid`, `FieldManagerConflict`, …
/// @param message what is wrong, without the field
/// @param field path of the field, `spec.containers[0].name`; empty when it is about none
public record StatusCause(String reason, String message, String field) {

  public static StatusCause required(String field, String detail) {
    return new StatusCause(
        "FieldValueRequired",
        detail.isEmpty() ? "Required value" : "Required value: " + detail,
        field);
  }

  /// A value that breaks a rule.
  ///
  /// @param value the value as messages show it: strings quoted, numbers plain
  public static StatusCause invalid(String field, String value, String detail) {
    return new StatusCause("FieldValueInvalid", "Invalid value: " + value + ": " + detail, field);
  }

  public static StatusCause forbidden(String field, String detail) {
    return new StatusCause("FieldValueForbidden", "Forbidden: " + detail, field);
  }

  /// `spec.replicas: Invalid value: -1: …`, as it stands in the message of the whole failure.
  public String line() {
    return field.isEmpty() ? message : field + ": " + message;
  }
}
