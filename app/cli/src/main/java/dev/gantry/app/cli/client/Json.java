package dev.gantry.app.cli.client;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;

/// JSON as plain values (see [JsonObject]), in and out.
public final class Json {
  private static final String HEX = "0123456789abcdef";

  private Json() {}

  /// Reads one value; no text at all reads as null.
  public static Object parse(byte[] json) throws IOException {
    JsonReader reader = new JsonReader(json);
    return reader.hasNext() ? reader.value() : JsonNull.NULL;
  }

  /// Reads one object; anything else reads as an empty one.
  public static JsonObject parseObject(byte[] json) throws IOException {
    return parse(json) instanceof JsonObject object ? object : JsonObject.create();
  }

  /// A stream of values written one after another, such as events or progress.
  public static Stream stream(InputStream in) {
    return new Stream(new JsonReader(in));
  }

  /// Objects read as they arrive.
  public static final class Stream {
    private final JsonReader reader;

    private Stream(JsonReader reader) {
      this.reader = reader;
    }

    /// Waits for the next object; an empty optional at the end of the stream.
    public Optional<JsonObject> next() throws IOException {
      while (reader.hasNext()) {
        if (reader.value() instanceof JsonObject object) {
          return Optional.of(object);
        }
      }
      return Optional.empty();
    }
  }

  /// Compact JSON with Go's escapes: `<`, `>` and `&` as code points, so that the text equals
  /// what docker's templates print.
  public static String text(Object value) {
    StringBuilder out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  // Not a pattern switch: each of those costs a starting JVM half a millisecond.
  private static void write(Object value, StringBuilder out) {
    if (value instanceof String text) {
      string(text, out);
    } else if (value instanceof JsonObject object) {
      map(object.fields(), out);
    } else if (value instanceof Map<?, ?> map) {
      map(map, out);
    } else if (value instanceof Iterable<?> items) {
      list(items, out);
    } else {
      out.append(value == JsonNull.NULL ? "null" : value);
    }
  }

  private static void map(Map<?, ?> map, StringBuilder out) {
    String separator = "{";
    for (Map.Entry<?, ?> field : map.entrySet()) {
      out.append(separator);
      string(String.valueOf(field.getKey()), out);
      out.append(':');
      write(field.getValue(), out);
      separator = ",";
    }
    out.append(map.isEmpty() ? "{}" : "}");
  }

  private static void list(Iterable<?> items, StringBuilder out) {
    out.append('[');
    String separator = "";
    for (Object item : items) {
      out.append(separator);
      write(item, out);
      separator = ",";
    }
    out.append(']');
  }

  private static void string(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        default -> {
          if (c < 0x20 || c == '<' || c == '>' || c == '&' || c == 0x2028 || c == 0x2029) {
            out.append("\\u");
            for (int shift = 12; shift >= 0; shift -= 4) {
              out.append(HEX.charAt(c >> shift & 15));
            }
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
