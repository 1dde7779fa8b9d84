package dev.gantry.engine.dockerapi;

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
import dev.gantry.platform.http.ErrorMapper;
import dev.gantry.platform.http.HttpException;
import dev.gantry.platform.http.Request;
import dev.gantry.platform.http.Response;
import java.io.IOException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers failures as Docker does: `{"message": "…"}` and a status that follows from the category.
final class ApiErrors implements ErrorMapper {
  private static final Logger log = LoggerFactory.getLogger(ApiErrors.class);

  @Override
  public void respond(Request request, Throwable failure, Response response) throws IOException {
    switch (failure) {
      case GantryException category -> {
        int status = status(category);
        if (status >= 500) {
          log.error("{} {} failed", request.method(), request.path(), category);
        } else {
          log.debug(
              "{} {}: {} {}", request.method(), request.path(), status, category.getMessage());
        }
        send(response, status, category.getMessage());
      }
      // A path we know with a method we do not is an unknown path to Docker.
      case HttpException refused when refused.status() == 405 ->
          send(response, 404, "page not found");
      case HttpException refused -> send(response, refused.status(), refused.getMessage());
      default -> {
        log.error("{} {} failed", request.method(), request.path(), failure);
        send(response, 500, "internal error: " + failure);
      }
    }
  }

  static int status(GantryException failure) {
    return switch (failure) {
      case InvalidArgumentException _, OutOfRangeException _ -> 400;
      case UnauthenticatedException _ -> 401;
      case PermissionDeniedException _ -> 403;
      case NotFoundException _ -> 404;
      case AlreadyExistsException _, ConflictException _ -> 409;
      case NotImplementedException _ -> 501;
      case UnavailableException _ -> 503;
      case FailedPreconditionException _,
          ResourceExhaustedException _,
          DataLossException _,
          InternalException _ ->
          500;
    };
  }

  private static void send(Response response, int status, String message) throws IOException {
    WireJson.send(response, status, new ErrorJson(message));
  }

  /// The body of every error.
  record ErrorJson(@com.fasterxml.jackson.annotation.JsonProperty("message") String message) {}

  /// The body of an error after the first byte of a progress stream.
  static Map<String, Object> inStream(String message) {
    return Map.of("errorDetail", Map.of("message", message), "error", message);
  }
}
