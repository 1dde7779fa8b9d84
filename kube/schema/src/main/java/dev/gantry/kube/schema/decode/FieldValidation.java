package dev.gantry.kube.schema.decode;

/// What happens to fields that the kind does not have, or that occur twice.
public enum FieldValidation {
  /// Dropped in silence.
  IGNORE,
  /// Dropped with a warning each.
  WARN,
  /// Refused.
  STRICT
}
