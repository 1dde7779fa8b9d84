package dev.gantry.kube.schema.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Writes a version 2 document in the protobuf form that gnostic defines: field numbers are
/// those of its `OpenAPIv2.proto`, of the parts that our documents have.
final class ProtobufDocument {
  private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private ProtobufDocument() {}

  private interface Body {
    void write(ProtobufDocument message);
  }

  static byte[] of(JsonNode document) {
    ProtobufDocument message = new ProtobufDocument();
    message.text(1, document.get("swagger"));
    message.nested(
        2,
        info -> {
          info.text(1, document.at("/info/title"));
          info.text(2, document.at("/info/version"));
        });
    message.nested(
        8,
        paths ->
            document
                .path("paths")
                .properties()
                .forEach(path -> paths.named(2, path.getKey(), m -> m.path(path.getValue()))));
    message.nested(
        9,
        definitions ->
            document
                .path("definitions")
                .properties()
                .forEach(
                    schema ->
                        definitions.named(1, schema.getKey(), m -> m.schema(schema.getValue()))));
    return message.out.toByteArray();
  }

  private void path(JsonNode path) {
    path.properties()
        .forEach(
            entry -> {
              if (METHODS.contains(entry.getKey())) {
                nested(methodNumber(entry.getKey()), m -> m.operation(entry.getValue()));
              }
            });
    path.path("parameters").forEach(parameter -> nested(9, m -> m.parameter(parameter)));
  }

  private static int methodNumber(String method) {
    return switch (method) {
      case "get" -> 2;
      case "put" -> 3;
      case "post" -> 4;
      case "delete" -> 5;
      case "patch" -> 8;
      default -> throw new IllegalArgumentException(method);
    };
  }

  private void operation(JsonNode operation) {
    operation.path("tags").forEach(tag -> text(1, tag));
    text(5, operation.get("operationId"));
    operation.path("produces").forEach(type -> text(6, type));
    operation.path("consumes").forEach(type -> text(7, type));
    operation.path("parameters").forEach(parameter -> nested(8, m -> m.parameter(parameter)));
    nested(
        9,
        responses ->
            operation
                .path("responses")
                .properties()
                .forEach(
                    code ->
                        responses.named(
                            1,
                            code.getKey(),
                            value -> value.nested(1, m -> m.response(code.getValue())))));
    extensions(13, operation);
  }

  private void response(JsonNode response) {
    text(1, response.get("description"));
    if (response.has("schema")) {
      nested(2, item -> item.nested(1, m -> m.schema(response.get("schema"))));
    }
  }

  private void parameter(JsonNode parameter) {
    nested(
        1,
        one -> {
          switch (parameter.path("in").asString("")) {
            case "body" -> one.nested(1, m -> m.bodyParameter(parameter));
            case "path" -> one.nested(2, m -> m.nested(4, p -> p.simple(parameter, 5)));
            default -> one.nested(2, m -> m.nested(3, p -> p.simple(parameter, 6)));
          }
        });
  }

  private void bodyParameter(JsonNode parameter) {
    text(2, parameter.get("name"));
    text(3, parameter.get("in"));
    bool(4, parameter.get("required"));
    nested(5, m -> m.schema(parameter.get("schema")));
  }

  /// A parameter of the path or the query; the number of the type differs between them.
  private void simple(JsonNode parameter, int typeNumber) {
    bool(1, parameter.get("required"));
    text(2, parameter.get("in"));
    text(3, parameter.get("description"));
    text(4, parameter.get("name"));
    text(typeNumber, parameter.get("type"));
    bool(typeNumber == 6 ? 20 : 19, parameter.get("uniqueItems"));
  }

  private void schema(JsonNode schema) {
    text(1, schema.get("$ref"));
    text(2, schema.get("format"));
    text(4, schema.get("description"));
    if (schema.has("default")) {
      nested(5, m -> m.text(2, schema.get("default").toString()));
    }
    schema.path("required").forEach(name -> text(19, name));
    if (schema.has("additionalProperties")) {
      nested(21, item -> item.nested(1, m -> m.schema(schema.get("additionalProperties"))));
    }
    if (schema.has("type")) {
      nested(22, m -> m.text(1, schema.get("type")));
    }
    if (schema.has("items")) {
      nested(23, item -> item.nested(1, m -> m.schema(schema.get("items"))));
    }
    if (schema.has("properties")) {
      nested(
          25,
          properties ->
              schema
                  .get("properties")
                  .properties()
                  .forEach(
                      each -> properties.named(1, each.getKey(), m -> m.schema(each.getValue()))));
    }
    extensions(31, schema);
  }

  /// Extensions are YAML, which JSON is too.
  private void extensions(int number, JsonNode node) {
    node.properties()
        .forEach(
            entry -> {
              if (entry.getKey().startsWith("x-")) {
                named(number, entry.getKey(), any -> any.text(2, entry.getValue().toString()));
              }
            });
  }

  private void named(int number, String name, Body value) {
    nested(
        number,
        entry -> {
          entry.text(1, name);
          entry.nested(2, value);
        });
  }

  private void nested(int number, Body body) {
    ProtobufDocument inner = new ProtobufDocument();
    body.write(inner);
    bytes(number, inner.out.toByteArray());
  }

  private void text(int number, @Nullable JsonNode text) {
    if (text != null && text.isString()) {
      text(number, text.asString());
    }
  }

  private void text(int number, String text) {
    bytes(number, text.getBytes(UTF_8));
  }

  private void bool(int number, @Nullable JsonNode value) {
    if (value != null && value.asBoolean(false)) {
      varint(number << 3);
      varint(1);
    }
  }

  private void bytes(int number, byte[] bytes) {
    varint((number << 3) | 2);
    varint(bytes.length);
    out.writeBytes(bytes);
  }

  private void varint(int value) {
    int rest = value;
    while (rest > 0x7f) {
      out.write((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }
}
