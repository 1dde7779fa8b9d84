package dev.gantry.platform.errors;

import java.util.List;

/// This is not supported; the message names what.
public final class NotImplementedException extends GantryException {
  public NotImplementedException(String message) {
    super(message);
  }

  public NotImplementedException(String message, Throwable cause) {
    super(message, cause);
  }

  public NotImplementedException(String message, Subject subject) {
    super(message, null, subject, List.of());
  }
}
