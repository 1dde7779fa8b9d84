package dev.gantry.platform.errors;

import java.util.List;

/// The request is wrong in itself; the caller must change it.
public final class InvalidArgumentException extends GantryException {
  public InvalidArgumentException(String message) {
    super(message);
  }

  public InvalidArgumentException(String message, Throwable cause) {
    super(message, cause);
  }

  public InvalidArgumentException(String message, Subject subject) {
    super(message, null, subject, List.of());
  }

  public InvalidArgumentException(String message, List<FieldError> fieldErrors) {
    super(message, null, null, fieldErrors);
  }
}
