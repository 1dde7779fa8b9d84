package dev.gantry.kube.schema.decode;

import dev.gantry.kube.schema.Field;
import dev.gantry.kube.schema.ObjectType;
import dev.gantry.kube.schema.Type;
import dev.gantry.platform.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Objects that have every field of a structure, down to a depth.
final class FullObjects {
  private FullObjects() {}

  static ObjectNode of(ObjectType type, int depth) {
    return fill(type, depth, Json.mapper().createObjectNode());
  }

  static ObjectNode fill(ObjectType type, int depth, ObjectNode into) {
    for (Field field : type.fields()) {
      // Schemas that are a schema or something else have tests of their own.
      boolean schema = field.form().value().name().startsWith("SCHEMA");
      // Protobuf does not carry the kind of an object inside another.
      boolean kind =
          field.number() == 0 && (field.name().equals("apiVersion") || field.name().equals("kind"));
      if (!schema && !kind && !(depth == 0 && isDeep(field.type()))) {
        into.set(field.name(), value(field.type(), depth));
      }
    }
    return into;
  }

  private static boolean isDeep(Type type) {
    return switch (type) {
      case Type.Scalar _ -> false;
      case Type.ListOf(Type element) -> isDeep(element);
      case Type.MapOf(Type value) -> isDeep(value);
      case Type.Structure _ -> true;
    };
  }

  private static JsonNode value(Type type, int depth) {
    var mapper = Json.mapper();
    return switch (type) {
      case Type.ListOf(Type element) -> {
        ArrayNode list = mapper.createArrayNode().add(value(element, depth));
        // Two of everything would be millions of everything.
        yield isDeep(element) ? list : list.add(value(element, depth));
      }
      case Type.MapOf(Type value) ->
          mapper.createObjectNode().set("k", value(value, depth)).set("l", value(value, depth));
      case Type.Structure(ObjectType object) -> of(object, depth - 1);
      case Type.Scalar scalar ->
          Json.read(
              switch (scalar) {
                case STRING -> "\"text\"";
                case BOOLEAN -> "true";
                case INT32 -> "-7";
                case INT64 -> "9876543210";
                case DOUBLE -> "1.5";
                case BYTES -> "\"aGk=\"";
                case TIME -> "\"2026-11-24T08:00:00Z\"";
                case MICRO_TIME -> "\"2026-11-24T08:00:00.123456Z\"";
                case QUANTITY -> "\"500m\"";
                case INT_OR_STRING -> "\"50%\"";
                case ANY -> "{\"f:x\":{}}";
              },
              JsonNode.class);
    };
  }
}
