package dev.gantry.kube.api;

import dev.gantry.kube.schema.decode.FieldValidation;

/// How to write.
///
/// @param dryRun do everything but store
/// @param fieldManager who will own the fields; empty for the caller's default
/// @param force for an apply: take fields from other managers
/// @param fieldValidation for patches, whose outcome is checked here; bodies are checked when they
///     are decoded
public record WriteOptions(
    boolean dryRun, String fieldManager, boolean force, FieldValidation fieldValidation) {

  public static final WriteOptions DEFAULT =
      new WriteOptions(false, "", false, FieldValidation.WARN);

  public WriteOptions manager(String name) {
    return new WriteOptions(dryRun, name, force, fieldValidation);
  }

  public WriteOptions forced() {
    return new WriteOptions(dryRun, fieldManager, true, fieldValidation);
  }

  public WriteOptions withoutStoring() {
    return new WriteOptions(true, fieldManager, force, fieldValidation);
  }
}
