package dev.gantry.app.cli.grammar;

/// Ends the command with a status, and a message on standard error unless it is empty.
public final class ExitException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final int status;

  public ExitException(int status, String message) {
    super(message);
    this.status = status;
  }

  /// A plain failure: status 1.
  public static ExitException failure(String message) {
    return new ExitException(1, message);
  }

  public int status() {
    return status;
  }

  public String text() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
