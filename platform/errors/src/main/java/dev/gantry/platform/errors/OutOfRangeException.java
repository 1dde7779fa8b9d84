package dev.gantry.platform.errors;

import java.util.List;

/// A position asked for lies outside what still (or already) exists.
public final class OutOfRangeException extends GantryException {
  public OutOfRangeException(String message) {
    super(message);
  }

  public OutOfRangeException(String message, Throwable cause) {
    super(message, cause);
  }

  public OutOfRangeException(String message, Subject subject) {
    super(message, null, subject, List.of());
  }
}
