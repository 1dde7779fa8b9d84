package dev.gantry.kube.schema.decode;

/// A body that cannot be read, in upstream's words; which kind it was to be is said further out.
final class UnreadableException extends RuntimeException {
  UnreadableException(String message) {
    super(message);
  }

  UnreadableException(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
