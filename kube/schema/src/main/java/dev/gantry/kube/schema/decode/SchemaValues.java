package dev.gantry.kube.schema.decode;

import dev.gantry.kube.schema.Field;
import dev.gantry.kube.schema.Kinds;
import dev.gantry.kube.schema.ObjectType;
import dev.gantry.platform.json.Json;
import java.nio.ByteBuffer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Values of any shape, which protobuf holds as JSON text, and the three that are a schema or
/// something simpler.
final class SchemaValues {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String SCHEMA =
      "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps";

  private final ProtobufReader messages;

  SchemaValues(ProtobufReader messages) {
    this.messages = messages;
  }

  JsonNode read(ByteBuffer message, Field field) {
    return switch (field.form().value()) {
      case SCHEMA_OR_ARRAY, SCHEMA_OR_STRINGS, SCHEMA_OR_BOOL -> schemaOr(message, field);
      default -> raw(message, field);
    };
  }

  private static JsonNode raw(ByteBuffer message, Field field) {
    WireReader in = new WireReader(message);
    byte[] json = {};
    while (in.next()) {
      if (in.number() != 1) {
        throw new UnreadableException(
            "proto: %s has a field %d".formatted(field.name(), in.number()));
      }
      in.require(field.name(), WireReader.LENGTH);
      json = in.array();
    }
    if (json.length == 0) {
      return NODES.nullNode();
    }
    try {
      return Json.mapper().readTree(json);
    } catch (JacksonException e) {
      throw new UnreadableException(
          "json parse error in %s: %s".formatted(field.name(), e.getOriginalMessage()), e);
    }
  }

  private JsonNode schemaOr(ByteBuffer message, Field field) {
    boolean boolFirst = field.form().value() == Field.Value.SCHEMA_OR_BOOL;
    WireReader in = new WireReader(message);
    JsonNode value = NODES.nullNode();
    ArrayNode several = NODES.arrayNode();
    while (in.next()) {
      if (in.number() != 1 && in.number() != 2) {
        throw new UnreadableException(
            "proto: %s has a field %d".formatted(field.name(), in.number()));
      }
      boolean bool = boolFirst && in.number() == 1;
      in.require(field.name(), bool ? WireReader.VARINT : WireReader.LENGTH);
      if (bool) {
        value = NODES.booleanNode(in.varint() != 0);
      } else if (boolFirst || in.number() == 1) {
        value = messages.read(in.bytes(), schema());
      } else if (field.form().value() == Field.Value.SCHEMA_OR_STRINGS) {
        several.add(in.string());
      } else {
        several.add(messages.read(in.bytes(), schema()));
      }
    }
    return several.isEmpty() ? value : several;
  }

  private static ObjectType schema() {
    return Kinds.builtIn().findType(SCHEMA).orElseThrow();
  }
}
