package dev.gantry.kube.schema.decode;

import dev.gantry.kube.objects.KubeTimes;
import dev.gantry.kube.objects.Quantity;
import dev.gantry.kube.schema.Type;
import dev.gantry.platform.errors.InvalidArgumentException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Reads values without parts, in the form in which they are kept: times in UTC, quantities in
/// canonical form.
final class ScalarReader {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final JsonParser in;

  ScalarReader(JsonParser in) {
    this.in = in;
  }

  /// The value at the current token, which is not null; null when the token does not fit the type.
  @Nullable JsonNode read(Type.Scalar type) {
    JsonToken token = in.currentToken();
    return switch (type) {
      case STRING -> token == JsonToken.VALUE_STRING ? NODES.stringNode(in.getString()) : null;
      case BOOLEAN -> token.isBoolean() ? NODES.booleanNode(in.getBooleanValue()) : null;
      case INT32 -> token == JsonToken.VALUE_NUMBER_INT ? int32() : null;
      case INT64 -> token == JsonToken.VALUE_NUMBER_INT ? int64() : null;
      case DOUBLE -> token.isNumeric() ? NODES.numberNode(in.getDoubleValue()) : null;
      case BYTES -> token == JsonToken.VALUE_STRING ? bytes(in.getString()) : null;
      case TIME -> token == JsonToken.VALUE_STRING ? time(in.getString(), false) : null;
      case MICRO_TIME -> token == JsonToken.VALUE_STRING ? time(in.getString(), true) : null;
      case QUANTITY ->
          token == JsonToken.VALUE_STRING || token.isNumeric() ? quantity(in.getString()) : null;
      case INT_OR_STRING ->
          token == JsonToken.VALUE_STRING ? NODES.stringNode(in.getString()) : integerOrNothing();
      case ANY -> throw new IllegalArgumentException("any value is not a scalar");
    };
  }

  /// What a null in a list or a map is read as.
  static JsonNode zero(Type.Scalar type) {
    return switch (type) {
      case STRING, BYTES -> NODES.stringNode("");
      case BOOLEAN -> NODES.booleanNode(false);
      case INT32, INT64, DOUBLE, INT_OR_STRING -> NODES.numberNode(0);
      case QUANTITY -> NODES.stringNode("0");
      case TIME, MICRO_TIME, ANY -> NODES.nullNode();
    };
  }

  private @Nullable JsonNode integerOrNothing() {
    return in.currentToken() == JsonToken.VALUE_NUMBER_INT ? int32() : null;
  }

  private @Nullable JsonNode int32() {
    return isWithin(Integer.MIN_VALUE, Integer.MAX_VALUE)
        ? NODES.numberNode(in.getIntValue())
        : null;
  }

  private @Nullable JsonNode int64() {
    return isWithin(Long.MIN_VALUE, Long.MAX_VALUE) ? NODES.numberNode(in.getLongValue()) : null;
  }

  private boolean isWithin(long least, long most) {
    if (in.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      return false;
    }
    long value = in.getLongValue();
    return least <= value && value <= most;
  }

  private static JsonNode bytes(String base64) {
    String text = base64.replace("\n", "").replace("\r", "");
    try {
      byte[] decoded = Base64.getDecoder().decode(text);
      if (text.length() % 4 != 0) {
        throw new UnreadableException("illegal base64 data at input byte " + text.length());
      }
      return NODES.stringNode(Base64.getEncoder().encodeToString(decoded));
    } catch (IllegalArgumentException e) {
      throw new UnreadableException("illegal base64 data at input byte " + firstIllegal(text), e);
    }
  }

  private static int firstIllegal(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean legal =
          (c >= 'A' && c <= 'Z')
              || (c >= 'a' && c <= 'z')
              || (c >= '0' && c <= '9')
              || c == '+'
              || c == '/';
      if (!legal) {
        return i;
      }
    }
    return text.length() / 4 * 4;
  }

  private static JsonNode time(String text, boolean micro) {
    String layout = micro ? "2006-01-02T15:04:05.000000Z07:00" : "2006-01-02T15:04:05Z07:00";
    try {
      var instant = OffsetDateTime.parse(text).toInstant();
      return NODES.stringNode(micro ? KubeTimes.micros(instant) : KubeTimes.seconds(instant));
    } catch (DateTimeException e) {
      throw new UnreadableException(
          "parsing time \"%s\" as \"%s\": cannot parse \"%s\" as \"2006\""
              .formatted(text, layout, text),
          e);
    }
  }

  private static JsonNode quantity(String text) {
    try {
      return NODES.stringNode(Quantity.parse(text.strip()).text());
    } catch (InvalidArgumentException e) {
      throw new UnreadableException(String.valueOf(e.getMessage()), e);
    }
  }
}
