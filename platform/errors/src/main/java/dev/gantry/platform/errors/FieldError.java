package dev.gantry.platform.errors;

/// One wrong field of a caller's input: its path (`spec.replicas`) and what is wrong with it.
public record FieldError(String field, String problem) {}
