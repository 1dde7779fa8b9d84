package dev.gantry.app.cli.client;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// JSON as plain values (see [JsonObject]), in and out.
///
/// Streaming only: binding would cost more start-up time than the rest of the command.
public final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  public static Object parse(byte[] json) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
      parser.nextToken();
      return value(parser);
    }
  }

  public static JsonObject parseObject(byte[] json) {
    return parse(json) instanceof JsonObject object ? object : JsonObject.create();
  }

  /// A stream of values written one after another, such as events or progress.
  public static Stream stream(InputStream in) {
    return new Stream(FACTORY.createParser(ObjectReadContext.empty(), in));
  }

  /// Objects read as they arrive.
  public static final class Stream {
    private final JsonParser parser;

    private Stream(JsonParser parser) {
      this.parser = parser;
    }

    /// Waits for the next object; an empty optional at the end of the stream.
    public Optional<JsonObject> next() throws IOException {
      try {
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
          if (token == JsonToken.START_OBJECT) {
            return Optional.of(object(parser));
          }
        }
        return Optional.empty();
      } catch (JacksonException e) {
        if (e.getCause() instanceof IOException io) {
          throw io;
        }
        throw new IOException(e.getOriginalMessage(), e);
      }
    }
  }

  private static Object value(JsonParser parser) {
    JsonToken token = parser.currentToken();
    if (token == null) {
      return JsonNull.NULL;
    }
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> parser.getString();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonNumber(parser.getString());
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> JsonNull.NULL;
    };
  }

  private static JsonObject object(JsonParser parser) {
    Map<String, Object> fields = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      fields.put(name, value(parser));
    }
    return new JsonObject(fields);
  }

  private static List<Object> array(JsonParser parser) {
    List<Object> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(parser));
    }
    return items;
  }

  /// Compact JSON with Go's escapes: `<`, `>` and `&` as code points, so that the text equals
  /// what docker's templates print.
  public static String text(Object value) {
    StringBuilder out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  private static void write(Object value, StringBuilder out) {
    switch (value) {
      case String text -> string(text, out);
      case JsonObject object -> map(object.fields(), out);
      case Map<?, ?> map -> map(map, out);
      case Iterable<?> items -> list(items, out);
      case JsonNull _ -> out.append("null");
      default -> out.append(value);
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
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
