package dev.gantry.kube.objects;

/// Why the API refused, in the words clients test for, with the HTTP status each goes with.
public enum StatusReason {
  BAD_REQUEST("BadRequest", 400),
  UNAUTHORIZED("Unauthorized", 401),
  FORBIDDEN("Forbidden", 403),
  NOT_FOUND("NotFound", 404),
  METHOD_NOT_ALLOWED("MethodNotAllowed", 405),
  NOT_ACCEPTABLE("NotAcceptable", 406),
  ALREADY_EXISTS("AlreadyExists", 409),
  CONFLICT("Conflict", 409),
  EXPIRED("Expired", 410),
  GONE("Gone", 410),
  REQUEST_ENTITY_TOO_LARGE("RequestEntityTooLarge", 413),
  UNSUPPORTED_MEDIA_TYPE("UnsupportedMediaType", 415),
  INVALID("Invalid", 422),
  TOO_MANY_REQUESTS("TooManyRequests", 429),
  INTERNAL_ERROR("InternalError", 500),
  SERVER_TIMEOUT("ServerTimeout", 500),
  NOT_IMPLEMENTED("NotImplemented", 501),
  SERVICE_UNAVAILABLE("ServiceUnavailable", 503),
  TIMEOUT("Timeout", 504),
  /// A failure upstream has no reason for, such as a configuration that cannot be applied because
  /// it does not fit its schema.
  UNKNOWN("", 500);

  private final String text;
  private final int code;

  StatusReason(String text, int code) {
    this.text = text;
    this.code = code;
  }

  /// As it stands in `Status.reason`.
  public String text() {
    return text;
  }

  /// The HTTP status.
  public int code() {
    return code;
  }
}
