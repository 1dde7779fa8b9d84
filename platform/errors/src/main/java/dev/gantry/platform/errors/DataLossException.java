package dev.gantry.platform.errors;

import java.util.List;

/// Stored or received data is damaged.
public final class DataLossException extends GantryException {
  public DataLossException(String message) {
    super(message);
  }

  public DataLossException(String message, Throwable cause) {
    super(message, cause);
  }

  public DataLossException(String message, Subject subject) {
    super(message, null, subject, List.of());
  }
}
