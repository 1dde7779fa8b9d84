package dev.gantry.platform.errors;

import java.util.List;

/// The thing named does not exist.
public final class NotFoundException extends GantryException {
  public NotFoundException(String message) {
    super(message);
  }

  public NotFoundException(String message, Throwable cause) {
    super(message, cause);
  }

  public NotFoundException(String message, Subject subject) {
    super(message, null, subject, List.of());
  }
}
