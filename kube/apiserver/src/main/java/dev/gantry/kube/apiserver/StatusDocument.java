package dev.gantry.kube.apiserver;

import dev.gantry.kube.objects.StatusCause;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.objects.StatusReason;
import dev.gantry.platform.errors.AlreadyExistsException;
import dev.gantry.platform.errors.ConflictException;
import dev.gantry.platform.errors.DataLossException;
import dev.gantry.platform.errors.FailedPreconditionException;
import dev.gantry.platform.errors.GantryException;
import dev.gantry.platform.errors.InternalException;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.errors.NotFoundException;
import dev.gantry.platform.errors.NotImplementedException;
import dev.gantry.platform.errors.OutOfRangeException;
import dev.gantry.platform.errors.PermissionDeniedException;
import dev.gantry.platform.errors.ResourceExhaustedException;
import dev.gantry.platform.errors.UnauthenticatedException;
import dev.gantry.platform.errors.UnavailableException;
import dev.gantry.platform.http.HttpException;
import dev.gantry.platform.json.Json;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Failures as the API's clients read them: the one place that knows which failure of the
/// platform is which reason.
public final class StatusDocument {
  private StatusDocument() {}

  /// A failure in the API's own vocabulary.
  static StatusException of(Throwable failure) {
    return switch (failure) {
      case StatusException status -> status;
      case GantryException platform -> ofPlatform(platform);
      case HttpException http -> ofHttp(http);
      default -> StatusException.internal(String.valueOf(failure.getMessage()));
    };
  }

  private static StatusException ofPlatform(GantryException failure) {
    StatusReason reason =
        switch (failure) {
          case InvalidArgumentException _, OutOfRangeException _ -> StatusReason.BAD_REQUEST;
          case UnauthenticatedException _ -> StatusReason.UNAUTHORIZED;
          case PermissionDeniedException _ -> StatusReason.FORBIDDEN;
          case NotFoundException _ -> StatusReason.NOT_FOUND;
          case AlreadyExistsException _ -> StatusReason.ALREADY_EXISTS;
          case ConflictException _, FailedPreconditionException _ -> StatusReason.CONFLICT;
          case ResourceExhaustedException _ -> StatusReason.TOO_MANY_REQUESTS;
          case UnavailableException _ -> StatusReason.SERVICE_UNAVAILABLE;
          case NotImplementedException _ -> StatusReason.NOT_IMPLEMENTED;
          case DataLossException _, InternalException _ -> StatusReason.INTERNAL_ERROR;
        };
    return reason == StatusReason.INTERNAL_ERROR
        ? StatusException.internal(failure.getMessage())
        : new StatusException(reason, failure.getMessage(), Optional.empty());
  }

  private static StatusException ofHttp(HttpException failure) {
    return switch (failure.status()) {
      case 404 -> unknownPath();
      case 405 -> methodNotAllowed();
      case 413 ->
          new StatusException(
              StatusReason.REQUEST_ENTITY_TOO_LARGE, failure.getMessage(), Optional.empty());
      default -> StatusException.badRequest(failure.getMessage());
    };
  }

  static StatusException unknownPath() {
    return new StatusException(
        StatusReason.NOT_FOUND, "the server could not find the requested resource", nothing());
  }

  static StatusException methodNotAllowed() {
    return new StatusException(
        StatusReason.METHOD_NOT_ALLOWED,
        "the server does not allow this method on the requested resource",
        nothing());
  }

  private static Optional<StatusException.Details> nothing() {
    return Optional.of(new StatusException.Details("", "", "", "", List.of()));
  }

  /// A failure as a `Status` object.
  public static ObjectNode of(StatusException failure) {
    ObjectNode status = empty();
    put(status.withObject("metadata"), "continue", failure.continueToken());
    status
        .put("status", "Failure")
        .put("message", failure.getMessage())
        .put("reason", failure.reason().text());
    failure.details().ifPresent(details -> status.set("details", details(details)));
    failure
        .retryAfterSeconds()
        .ifPresent(seconds -> status.withObject("details").put("retryAfterSeconds", seconds));
    return status.put("code", failure.reason().code());
  }

  private static ObjectNode details(StatusException.Details details) {
    ObjectNode json = Json.mapper().createObjectNode();
    put(json, "name", details.name());
    put(json, "group", details.group());
    put(json, "kind", details.kind());
    put(json, "uid", details.uid());
    for (StatusCause cause : details.causes()) {
      ObjectNode each = json.withArray("causes").addObject();
      put(each, "reason", cause.reason());
      put(each, "message", cause.message());
      put(each, "field", cause.field());
    }
    return json;
  }

  private static void put(ObjectNode json, String field, String value) {
    if (!value.isEmpty()) {
      json.put(field, value);
    }
  }

  /// What a client is told whose deletion is done.
  static ObjectNode deleted(String group, String resource, String name, String uid) {
    ObjectNode status = empty().put("status", "Success");
    status.set(
        "details", details(new StatusException.Details(name, group, resource, uid, List.of())));
    return status;
  }

  private static ObjectNode empty() {
    ObjectNode status = Json.mapper().createObjectNode();
    status.put("kind", "Status").put("apiVersion", "v1").putObject("metadata");
    return status;
  }
}
