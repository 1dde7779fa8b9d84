package dev.gantry.platform.errors;

import java.util.List;

/// A fault of ours or of the machine that no caller can mend.
public final class InternalException extends GantryException {
  public InternalException(String message) {
    super(message);
  }

  public InternalException(String message, Throwable cause) {
    super(message, cause);
  }

  public InternalException(String message, Subject subject) {
    super(message, null, subject, List.of());
  }
}
