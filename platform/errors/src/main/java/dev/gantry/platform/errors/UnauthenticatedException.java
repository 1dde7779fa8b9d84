package dev.gantry.platform.errors;

import java.util.List;

/// The caller did not prove who it is.
public final class UnauthenticatedException extends GantryException {
  public UnauthenticatedException(String message) {
    super(message);
  }

  public UnauthenticatedException(String message, Throwable cause) {
    super(message, cause);
  }

  public UnauthenticatedException(String message, Subject subject) {
    super(message, null, subject, List.of());
  }
}
