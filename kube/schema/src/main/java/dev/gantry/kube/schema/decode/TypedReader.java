package dev.gantry.kube.schema.decode;

import dev.gantry.kube.schema.Field;
import dev.gantry.kube.schema.ObjectType;
import dev.gantry.kube.schema.Type;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Reads a document as an object of a known structure, the way upstream's does.
///
/// Unknown fields are dropped and noted, of duplicate fields the last counts, nulls are as good as
/// absent, and so are the zeros and empty lists that upstream's JSON leaves out. A value of the
/// wrong type ends it.
final class TypedReader {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final JsonParser in;
  private final ScalarReader scalars;
  private final StrictErrors strict;
  private final FieldPath path = new FieldPath();

  TypedReader(JsonParser in, StrictErrors strict) {
    this.in = in;
    this.scalars = new ScalarReader(in);
    this.strict = strict;
  }

  /// Reads the object that begins at the current token.
  ObjectNode read(ObjectType type) {
    ObjectNode object = NODES.objectNode();
    Set<String> seen = new HashSet<>();
    while (in.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = in.currentName();
      if (!seen.add(name)) {
        strict.add("duplicate field \"" + path.of(name) + "\"");
      }
      in.nextToken();
      Field field = type.find(name).orElse(null);
      if (field == null) {
        strict.add("unknown field \"" + path.of(name) + "\"");
        in.skipChildren();
        continue;
      }
      path.enterField(name);
      JsonNode value = value(field.type(), type);
      path.leave();
      if (value == null) {
        continue;
      }
      if (Zeros.isLeftOut(field, value)) {
        object.remove(name);
      } else {
        object.set(name, value);
      }
    }
    return object;
  }

  /// The value at the current token; null when it is a null.
  private @Nullable JsonNode value(Type type, ObjectType owner) {
    JsonToken token = in.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      return null;
    }
    return switch (type) {
      case Type.Scalar scalar when scalar == Type.Scalar.ANY -> any();
      case Type.Scalar scalar -> {
        JsonNode read = scalars.read(scalar);
        yield read == null ? mismatch(type, owner) : read;
      }
      case Type.ListOf(Type element) ->
          token == JsonToken.START_ARRAY ? list(element, owner) : mismatch(type, owner);
      case Type.MapOf(Type values) ->
          token == JsonToken.START_OBJECT ? map(values, owner) : mismatch(type, owner);
      case Type.Structure(ObjectType object) ->
          token == JsonToken.START_OBJECT ? read(object) : mismatch(type, owner);
    };
  }

  private JsonNode list(Type element, ObjectType owner) {
    ArrayNode list = NODES.arrayNode();
    for (int i = 0; in.nextToken() != JsonToken.END_ARRAY; i++) {
      path.enterIndex(i);
      JsonNode value = value(element, owner);
      list.add(value == null ? zero(element) : value);
      path.leave();
    }
    return list;
  }

  private JsonNode map(Type values, ObjectType owner) {
    ObjectNode map = NODES.objectNode();
    while (in.nextToken() == JsonToken.PROPERTY_NAME) {
      String key = in.currentName();
      if (map.has(key)) {
        strict.add("duplicate field \"" + path.of(key) + "\"");
      }
      in.nextToken();
      path.enterKey(key);
      JsonNode value = value(values, owner);
      path.leave();
      map.set(key, value == null ? zero(values) : value);
    }
    return map;
  }

  /// In a list or a map a null keeps its place, as a zero of its type.
  private static JsonNode zero(Type type) {
    return switch (type) {
      case Type.Scalar scalar -> ScalarReader.zero(scalar);
      case Type.ListOf _ -> NODES.arrayNode();
      case Type.MapOf _, Type.Structure _ -> NODES.objectNode();
    };
  }

  private JsonNode any() {
    return switch (in.currentToken()) {
      case START_OBJECT -> anyObject();
      case START_ARRAY -> {
        ArrayNode list = NODES.arrayNode();
        for (int i = 0; in.nextToken() != JsonToken.END_ARRAY; i++) {
          path.enterIndex(i);
          list.add(any());
          path.leave();
        }
        yield list;
      }
      case VALUE_STRING -> NODES.stringNode(in.getString());
      case VALUE_NUMBER_INT ->
          switch (in.getNumberType()) {
            case INT -> NODES.numberNode(in.getIntValue());
            case LONG -> NODES.numberNode(in.getLongValue());
            default -> NODES.numberNode(in.getBigIntegerValue());
          };
      case VALUE_NUMBER_FLOAT -> NODES.numberNode(in.getDoubleValue());
      case VALUE_TRUE, VALUE_FALSE -> NODES.booleanNode(in.getBooleanValue());
      default -> NODES.nullNode();
    };
  }

  private JsonNode anyObject() {
    ObjectNode object = NODES.objectNode();
    while (in.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = in.currentName();
      if (object.has(name)) {
        strict.add("duplicate field \"" + path.of(name) + "\"");
      }
      in.nextToken();
      path.enterKey(name);
      object.set(name, any());
      path.leave();
    }
    return object;
  }

  private JsonNode mismatch(Type type, ObjectType owner) {
    JsonToken token = in.currentToken();
    boolean wantsNumber =
        type == Type.Scalar.INT32 || type == Type.Scalar.INT64 || type == Type.Scalar.DOUBLE;
    String value =
        switch (token) {
          case START_OBJECT -> "object";
          case START_ARRAY -> "array";
          case VALUE_STRING -> "string";
          case VALUE_TRUE, VALUE_FALSE -> "bool";
          default -> wantsNumber ? "number " + in.getString() : "number";
        };
    throw switch (type) {
      case Type.Scalar scalar when scalar == Type.Scalar.INT_OR_STRING ->
          new UnreadableException(
              "json: cannot unmarshal %s into Go value of type int32"
                  .formatted(value.equals("number") ? "number " + in.getString() : value));
      case Type.Scalar scalar when scalar == Type.Scalar.QUANTITY ->
          new UnreadableException(
              "quantities must match the regular expression"
                  + " '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
      case Type.Scalar scalar when isTime(scalar) ->
          new UnreadableException(
              "json: cannot unmarshal %s into Go value of type string".formatted(value));
      default ->
          new UnreadableException(
              "json: cannot unmarshal %s into Go struct field %s.%s of type %s"
                  .formatted(value, owner.simpleName(), path.names(), GoTypes.of(type)));
    };
  }

  private static boolean isTime(Type.Scalar scalar) {
    return scalar == Type.Scalar.TIME || scalar == Type.Scalar.MICRO_TIME;
  }
}
