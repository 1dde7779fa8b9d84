package dev.gantry.platform.errors;

import java.util.List;

/// The state of the thing forbids this now; the caller may look again and decide anew.
public final class ConflictException extends GantryException {
  public ConflictException(String message) {
    super(message);
  }

  public ConflictException(String message, Throwable cause) {
    super(message, cause);
  }

  public ConflictException(String message, Subject subject) {
    super(message, null, subject, List.of());
  }
}
