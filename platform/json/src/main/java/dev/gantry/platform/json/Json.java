package dev.gantry.platform.json;

import dev.gantry.platform.errors.InvalidArgumentException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

/// JSON as all modules read and write it: records by field name, unknown fields ignored, nesting
/// and sizes bounded because input is hostile. Malformed input becomes [InvalidArgumentException]
/// with Jackson's description of the place, without the offending text.
public final class Json {
  /// Deepest nesting accepted from anybody.
  public static final int MAX_DEPTH = 64;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                  .build())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();

  /// As Go reads JSON: field names match regardless of case.
  private static final JsonMapper LENIENT =
      MAPPER.rebuild().enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_PROPERTIES).build();

  private Json() {}

  /// The mapper behind this class, for callers that build trees or stream.
  public static JsonMapper mapper() {
    return MAPPER;
  }

  /// The mapper that ignores the case of field names, as clients written in Go expect.
  public static JsonMapper lenient() {
    return LENIENT;
  }

  public static byte[] bytes(Object value) {
    return MAPPER.writeValueAsBytes(value);
  }

  public static String text(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /// Writes `value` and leaves `out` open.
  public static void write(OutputStream out, Object value) throws IOException {
    out.write(bytes(value));
  }

  public static <T> T read(byte[] json, Class<T> type) {
    try {
      return present(MAPPER.readValue(json, type), type);
    } catch (JacksonException e) {
      throw malformed(type.getSimpleName(), e);
    }
  }

  public static <T> T read(String json, Class<T> type) {
    try {
      return present(MAPPER.readValue(json, type), type);
    } catch (JacksonException e) {
      throw malformed(type.getSimpleName(), e);
    }
  }

  public static JsonNode tree(byte[] json) {
    try {
      return MAPPER.readTree(json);
    } catch (JacksonException e) {
      throw malformed("document", e);
    }
  }

  public static JsonNode tree(InputStream json) {
    try {
      return MAPPER.readTree(json);
    } catch (JacksonException e) {
      throw malformed("document", e);
    }
  }

  private static <T> T present(T value, Class<T> type) {
    if (value == null) {
      throw new InvalidArgumentException("invalid JSON: " + type.getSimpleName() + " is null");
    }
    return value;
  }

  private static InvalidArgumentException malformed(String what, JacksonException cause) {
    return new InvalidArgumentException(
        "invalid JSON in " + what + ": " + cause.getOriginalMessage(), cause);
  }
}
