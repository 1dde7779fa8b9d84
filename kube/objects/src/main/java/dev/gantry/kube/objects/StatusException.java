package dev.gantry.kube.objects;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/// A refusal of the Kubernetes API, as clients see it in a `Status`.
///
/// The control plane's own vocabulary of failures is that of the API: a reconciler tells a conflict
/// from a missing object by the same reason that kubectl does. Failures of the platform below keep
/// their categories and are translated at the API server's edge.
public final class StatusException extends RuntimeException {
  private final StatusReason reason;
  private final Optional<Details> details;
  private final OptionalInt retryAfterSeconds;
  private final String continueToken;

  /// What the refusal is about.
  ///
  /// @param kind resource (`pods`) or kind (`Pod`), as upstream puts it for the reason
  public record Details(
      String name, String group, String kind, String uid, List<StatusCause> causes) {
    public Details {
      causes = List.copyOf(causes);
    }
  }

  public StatusException(StatusReason reason, String message, Optional<Details> details) {
    this(reason, message, details, OptionalInt.empty());
  }

  public StatusException(
      StatusReason reason,
      String message,
      Optional<Details> details,
      OptionalInt retryAfterSeconds) {
    this(reason, message, details, retryAfterSeconds, "");
  }

  private StatusException(
      StatusReason reason,
      String message,
      Optional<Details> details,
      OptionalInt retryAfterSeconds,
      String continueToken) {
    super(message);
    this.reason = reason;
    this.details = details;
    this.retryAfterSeconds = retryAfterSeconds;
    this.continueToken = continueToken;
  }

  /// A list whose past is gone, together with a token to go on with the present.
  public static StatusException expiredList(String message, String continueToken) {
    return new StatusException(
        StatusReason.EXPIRED, message, Optional.empty(), OptionalInt.empty(), continueToken);
  }

  public static StatusException badRequest(String message) {
    return new StatusException(StatusReason.BAD_REQUEST, message, Optional.empty());
  }

  public static StatusException internal(String message) {
    return new StatusException(
        StatusReason.INTERNAL_ERROR, "Internal error occurred: " + message, Optional.empty());
  }

  /// `pods "web" not found`.
  public static StatusException notFound(String group, String resource, String name) {
    return about(
        StatusReason.NOT_FOUND,
        "%s \"%s\" not found".formatted(qualified(resource, group), name),
        group,
        resource,
        name);
  }

  public static StatusException alreadyExists(String group, String resource, String name) {
    return about(
        StatusReason.ALREADY_EXISTS,
        "%s \"%s\" already exists".formatted(qualified(resource, group), name),
        group,
        resource,
        name);
  }

  public static StatusException conflict(
      String group, String resource, String name, String problem) {
    return about(
        StatusReason.CONFLICT,
        "Operation cannot be fulfilled on %s \"%s\": %s"
            .formatted(qualified(resource, group), name, problem),
        group,
        resource,
        name);
  }

  public static StatusException forbidden(
      String group, String resource, String name, String problem) {
    String what = name.isEmpty() ? "" : " \"" + name + "\"";
    return about(
        StatusReason.FORBIDDEN,
        "%s%s is forbidden: %s".formatted(qualified(resource, group), what, problem),
        group,
        resource,
        name);
  }

  /// `Deployment.apps "x" is invalid: [a, b]`.
  public static StatusException invalid(
      GroupVersionKind kind, String name, List<StatusCause> causes) {
    String lines =
        causes.stream().map(StatusCause::line).distinct().collect(Collectors.joining(", "));
    return new StatusException(
        StatusReason.INVALID,
        "%s \"%s\" is invalid: %s"
            .formatted(
                qualified(kind.kind(), kind.group()),
                name,
                causes.size() > 1 ? "[" + lines + "]" : lines),
        Optional.of(new Details(name, kind.group(), kind.kind(), "", causes)));
  }

  private static StatusException about(
      StatusReason reason, String message, String group, String resource, String name) {
    return new StatusException(
        reason, message, Optional.of(new Details(name, group, resource, "", List.of())));
  }

  private static String qualified(String resource, String group) {
    return group.isEmpty() ? resource : resource + "." + group;
  }

  public StatusReason reason() {
    return reason;
  }

  public Optional<Details> details() {
    return details;
  }

  /// When the client may try again, if the server says so.
  public OptionalInt retryAfterSeconds() {
    return retryAfterSeconds;
  }

  /// `metadata.continue` of the Status; mostly empty.
  public String continueToken() {
    return continueToken;
  }

  public boolean is(StatusReason other) {
    return reason == other;
  }

  public boolean isNotFound() {
    return is(StatusReason.NOT_FOUND);
  }

  public boolean isConflict() {
    return is(StatusReason.CONFLICT);
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
