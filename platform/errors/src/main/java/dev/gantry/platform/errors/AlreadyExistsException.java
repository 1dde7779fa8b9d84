package dev.gantry.platform.errors;

import java.util.List;

/// A thing of this name exists already.
public final class AlreadyExistsException extends GantryException {
  public AlreadyExistsException(String message) {
    super(message);
  }

  public AlreadyExistsException(String message, Throwable cause) {
    super(message, cause);
  }

  public AlreadyExistsException(String message, Subject subject) {
    super(message, null, subject, List.of());
  }
}
