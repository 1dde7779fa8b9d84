package dev.gantry.platform.errors;

import java.util.List;

/// Something else must happen first, outside of this request.
public final class FailedPreconditionException extends GantryException {
  public FailedPreconditionException(String message) {
    super(message);
  }

  public FailedPreconditionException(String message, Throwable cause) {
    super(message, cause);
  }

  public FailedPreconditionException(String message, Subject subject) {
    super(message, null, subject, List.of());
  }
}
