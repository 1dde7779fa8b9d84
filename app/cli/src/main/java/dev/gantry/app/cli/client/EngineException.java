package dev.gantry.app.cli.client;

/// The engine refused a request.
public final class EngineException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final int status;
  private final String reason;

  EngineException(int status, String reason) {
    super("Error response from daemon: " + reason);
    this.status = status;
    this.reason = reason;
  }

  /// The HTTP status.
  public int status() {
    return status;
  }

  /// The engine's own words.
  public String reason() {
    return reason;
  }

  public boolean notFound() {
    return status == 404;
  }
}
