package dev.gantry.engine.dockerapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.http.Request;
import dev.gantry.platform.http.Response;
import dev.gantry.platform.json.Json;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.MutableCoercionConfig;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/// JSON as Docker spells it: `UpperCamelCase` names of record components, read in any case because
/// Go clients may send any, nulls written where Docker writes them.
final class WireJson {
  private static final JsonMapper MAPPER =
      Json.lenient()
          .rebuild()
          .propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
          .changeDefaultPropertyInclusion(
              inclusion -> inclusion.withValueInclusion(JsonInclude.Include.ALWAYS))
          .withCoercionConfig(LogicalType.Textual, WireJson::refuseNumbers)
          .build();

  private WireJson() {}

  /// A number or a truth value is no text.
  private static void refuseNumbers(MutableCoercionConfig text) {
    for (var shape :
        List.of(CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean)) {
      text.setCoercion(shape, CoercionAction.Fail);
    }
  }

  static JsonMapper mapper() {
    return MAPPER;
  }

  static byte[] bytes(Object value) {
    return MAPPER.writeValueAsBytes(value);
  }

  /// Answers with `value` and a line feed, as Docker does.
  static void send(Response response, int status, Object value) throws IOException {
    byte[] json = bytes(value);
    byte[] line = java.util.Arrays.copyOf(json, json.length + 1);
    line[json.length] = '\n';
    response.status(status).header("Content-Type", "application/json").send(line);
  }

  static void send(Response response, Object value) throws IOException {
    send(response, 200, value);
  }

  /// Reads a body that must be there.
  static <T> T read(Request request, Class<T> type) throws IOException {
    return parse(requiredBody(request), type);
  }

  /// Reads a body that may be missing, which clients also express by `null`.
  static <T> Optional<T> readOptional(Request request, Class<T> type) throws IOException {
    byte[] body = request.body().readAllBytes();
    if (isBlank(body) || new String(body, UTF_8).strip().equals("null")) {
      return Optional.empty();
    }
    requireJson(request);
    return Optional.of(parse(body, type));
  }

  /// The bytes of a body that must be there and say that they are JSON.
  static byte[] requiredBody(Request request) throws IOException {
    byte[] body = request.body().readAllBytes();
    requireJson(request);
    if (isBlank(body)) {
      throw new InvalidArgumentException("invalid JSON: got EOF while reading request body");
    }
    return body;
  }

  /// @throws InvalidArgumentException when it is no JSON of this shape
  static <T> T parse(byte[] body, Class<T> type) {
    try {
      T value = MAPPER.readValue(body, type);
      if (value == null) {
        throw new InvalidArgumentException("invalid JSON: null");
      }
      return value;
    } catch (JacksonException e) {
      throw new InvalidArgumentException("invalid JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static boolean isBlank(byte[] body) {
    return new String(body, UTF_8).isBlank();
  }

  private static void requireJson(Request request) {
    String type = request.headers().first("Content-Type").orElse("");
    String media = type.replaceAll(";.*", "").trim();
    if (!media.equalsIgnoreCase("application/json")) {
      throw new InvalidArgumentException(
          "unsupported Content-Type header (" + type + "): must be 'application/json'");
    }
  }
}
