package dev.gantry.platform.errors;

import java.util.List;

/// A limit is reached: space, quota, memory, addresses, ports.
public final class ResourceExhaustedException extends GantryException {
  public ResourceExhaustedException(String message) {
    super(message);
  }

  public ResourceExhaustedException(String message, Throwable cause) {
    super(message, cause);
  }

  public ResourceExhaustedException(String message, Subject subject) {
    super(message, null, subject, List.of());
  }
}
