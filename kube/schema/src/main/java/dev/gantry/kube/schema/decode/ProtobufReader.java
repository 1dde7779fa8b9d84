package dev.gantry.kube.schema.decode;

import dev.gantry.kube.objects.KubeTimes;
import dev.gantry.kube.objects.Quantity;
import dev.gantry.kube.schema.Field;
import dev.gantry.kube.schema.ObjectType;
import dev.gantry.kube.schema.Type;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.json.Json;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Reads a protobuf message as the JSON object that stands for the same, by the numbers in the
/// table of structures. A number that the table does not have is an error: dropping it would lose
/// what a newer client meant.
final class ProtobufReader {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final SchemaValues schemas = new SchemaValues(this);
  private int depth;

  ObjectNode read(ByteBuffer message, ObjectType type) {
    ObjectNode object = NODES.objectNode();
    read(message, type, object);
    return object;
  }

  private void read(ByteBuffer message, ObjectType type, ObjectNode into) {
    if (++depth > Json.MAX_DEPTH) {
      throw new UnreadableException("proto: exceeded max depth");
    }
    WireReader in = new WireReader(message);
    while (in.next()) {
      Field field = type.find(in.number()).orElse(null);
      if (field != null) {
        field(in, field, into);
        continue;
      }
      ObjectType embedded =
          type.embedded(in.number())
              .orElseThrow(
                  () ->
                      new UnreadableException(
                          "proto: %s has no field with number %d"
                              .formatted(type.simpleName(), in.number())));
      in.require(type.simpleName(), WireReader.LENGTH);
      read(in.bytes(), embedded, into);
    }
    // Only now is it known what the last value of each field is.
    type.fields().forEach(field -> dropZero(field, into));
    depth--;
  }

  private static void dropZero(Field field, ObjectNode object) {
    JsonNode value = object.get(field.name());
    if (value != null && (value.isNull() || Zeros.isLeftOut(field, value))) {
      object.remove(field.name());
    }
  }

  private void field(WireReader in, Field field, ObjectNode into) {
    switch (field.type()) {
      case Type.ListOf(Type element) -> {
        ArrayNode list = into.withArrayProperty(field.name());
        if (in.wireType() == WireReader.LENGTH && isPackable(element)) {
          unpack(in, element, field, list);
        } else {
          list.add(value(in, element, field));
        }
      }
      case Type.MapOf(Type values) ->
          entry(in, values, field, into.withObjectProperty(field.name()));
      case Type.Structure(ObjectType object) -> {
        in.require(field.name(), WireReader.LENGTH);
        // A message that comes in parts is merged.
        read(in.bytes(), object, into.withObjectProperty(field.name()));
      }
      case Type.Scalar _ -> into.set(field.name(), value(in, field.type(), field));
    }
  }

  private static boolean isPackable(Type element) {
    return element == Type.Scalar.INT32
        || element == Type.Scalar.INT64
        || element == Type.Scalar.BOOLEAN
        || element == Type.Scalar.DOUBLE;
  }

  private void unpack(WireReader in, Type element, Field field, ArrayNode list) {
    WireReader packed = new WireReader(in.bytes());
    while (packed.hasRemaining()) {
      list.add(bare(packed, (Type.Scalar) element, field));
    }
  }

  private void entry(WireReader in, Type values, Field field, ObjectNode map) {
    in.require(field.name(), WireReader.LENGTH);
    WireReader entry = new WireReader(in.bytes());
    String key = "";
    JsonNode value = absent(values);
    while (entry.next()) {
      switch (entry.number()) {
        case 1 -> {
          entry.require(field.name(), WireReader.LENGTH);
          key = entry.string();
        }
        case 2 -> value = value(entry, values, field);
        default ->
            throw new UnreadableException(
                "proto: an entry of %s has a field %d".formatted(field.name(), entry.number()));
      }
    }
    map.set(key, value);
  }

  /// An entry without a value has the zero of its type.
  private static JsonNode absent(Type values) {
    return switch (values) {
      case Type.Scalar scalar -> ScalarReader.zero(scalar);
      case Type.ListOf _ -> NODES.arrayNode();
      case Type.MapOf _, Type.Structure _ -> NODES.objectNode();
    };
  }

  private JsonNode value(WireReader in, Type type, Field field) {
    return switch (type) {
      case Type.Scalar scalar -> {
        in.require(
            field.name(),
            switch (scalar) {
              case INT32, INT64, BOOLEAN -> WireReader.VARINT;
              case DOUBLE -> WireReader.FIXED64;
              default -> WireReader.LENGTH;
            });
        yield bare(in, scalar, field);
      }
      case Type.Structure(ObjectType object) -> {
        in.require(field.name(), WireReader.LENGTH);
        yield read(in.bytes(), object);
      }
      case Type.ListOf(Type element) -> {
        in.require(field.name(), WireReader.LENGTH);
        yield wrappedList(in.bytes(), element, field);
      }
      case Type.MapOf _ ->
          throw new UnreadableException("proto: " + field.name() + " is a map of maps");
    };
  }

  private ArrayNode wrappedList(ByteBuffer message, Type element, Field field) {
    ArrayNode list = NODES.arrayNode();
    WireReader in = new WireReader(message);
    while (in.next()) {
      if (in.number() != 1) {
        throw new UnreadableException(
            "proto: a list in %s has a field %d".formatted(field.name(), in.number()));
      }
      list.add(value(in, element, field));
    }
    return list;
  }

  private JsonNode bare(WireReader in, Type.Scalar type, Field field) {
    return switch (type) {
      case STRING -> NODES.stringNode(in.string());
      case BOOLEAN -> NODES.booleanNode(in.varint() != 0);
      case INT32 -> NODES.numberNode((int) in.varint());
      case INT64 -> NODES.numberNode(in.varint());
      case DOUBLE -> finite(in.fixed64(), field);
      case BYTES -> NODES.stringNode(Base64.getEncoder().encodeToString(in.array()));
      case TIME -> time(in.bytes(), false);
      case MICRO_TIME -> time(in.bytes(), true);
      case QUANTITY -> quantity(in.bytes());
      case INT_OR_STRING -> intOrString(in.bytes());
      case ANY -> schemas.read(in.bytes(), field);
    };
  }

  private static JsonNode finite(double value, Field field) {
    if (!Double.isFinite(value)) {
      throw new UnreadableException("json: unsupported value of " + field.name() + ": " + value);
    }
    return NODES.numberNode(value);
  }

  private static JsonNode time(ByteBuffer message, boolean micro) {
    if (!message.hasRemaining()) {
      return NODES.nullNode();
    }
    WireReader in = new WireReader(message);
    long seconds = 0;
    int nanos = 0;
    while (in.next()) {
      in.require("time", WireReader.VARINT);
      switch (in.number()) {
        case 1 -> seconds = in.varint();
        case 2 -> nanos = (int) in.varint();
        default -> throw new UnreadableException("proto: a time has a field " + in.number());
      }
    }
    try {
      Instant instant = Instant.ofEpochSecond(seconds, nanos);
      return NODES.stringNode(micro ? KubeTimes.micros(instant) : KubeTimes.seconds(instant));
    } catch (DateTimeException | ArithmeticException e) {
      throw new UnreadableException("proto: no time has " + seconds + " seconds", e);
    }
  }

  private static JsonNode quantity(ByteBuffer message) {
    WireReader in = new WireReader(message);
    String text = "0";
    while (in.next()) {
      if (in.number() != 1) {
        throw new UnreadableException("proto: a quantity has a field " + in.number());
      }
      in.require("quantity", WireReader.LENGTH);
      text = in.string();
    }
    try {
      return NODES.stringNode(Quantity.parse(text).text());
    } catch (InvalidArgumentException e) {
      throw new UnreadableException(String.valueOf(e.getMessage()), e);
    }
  }

  private static JsonNode intOrString(ByteBuffer message) {
    WireReader in = new WireReader(message);
    long type = 0;
    int number = 0;
    String text = "";
    while (in.next()) {
      in.require("IntOrString", in.number() == 3 ? WireReader.LENGTH : WireReader.VARINT);
      switch (in.number()) {
        case 1 -> type = in.varint();
        case 2 -> number = (int) in.varint();
        case 3 -> text = in.string();
        default ->
            throw new UnreadableException("proto: an IntOrString has a field " + in.number());
      }
    }
    return type == 0 ? NODES.numberNode(number) : NODES.stringNode(text);
  }
}
