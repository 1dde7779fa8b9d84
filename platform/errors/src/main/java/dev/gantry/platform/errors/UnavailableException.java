package dev.gantry.platform.errors;

import java.util.List;

/// Something this depends on does not answer now; trying again may help.
public final class UnavailableException extends GantryException {
  public UnavailableException(String message) {
    super(message);
  }

  public UnavailableException(String message, Throwable cause) {
    super(message, cause);
  }

  public UnavailableException(String message, Subject subject) {
    super(message, null, subject, List.of());
  }
}
