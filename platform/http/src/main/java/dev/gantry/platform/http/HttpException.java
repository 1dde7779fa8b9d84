package dev.gantry.platform.http;

/// A failure that only exists in HTTP, such as 405 or 413; everything else has a category in
/// `platform/errors`.
public final class HttpException extends RuntimeException {
  private final int status;

  public HttpException(int status, String message) {
    super(message);
    this.status = status;
  }

  /// The status code that says it.
  public int status() {
    return status;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
