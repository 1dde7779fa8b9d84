package dev.gantry.platform.errors;

import java.util.List;

/// The caller is known and may not do this.
public final class PermissionDeniedException extends GantryException {
  public PermissionDeniedException(String message) {
    super(message);
  }

  public PermissionDeniedException(String message, Throwable cause) {
    super(message, cause);
  }

  public PermissionDeniedException(String message, Subject subject) {
    super(message, null, subject, List.of());
  }
}
