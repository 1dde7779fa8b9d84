package dev.gantry.kube.schema.decode;

import com.google.protobuf.CodedOutputStream;
import dev.gantry.kube.schema.Field;
import dev.gantry.kube.schema.ObjectType;
import dev.gantry.kube.schema.Type;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import tools.jackson.databind.JsonNode;

/// Writes objects in protobuf, so that tests can send what typed clients send.
final class ProtobufWriter {
  private ProtobufWriter() {}

  /// A whole body, frame and all.
  static byte[] frame(String apiVersion, String kind, byte[] raw) {
    byte[] typeMeta =
        message(
            out -> {
              out.writeString(1, apiVersion);
              out.writeString(2, kind);
            });
    byte[] unknown =
        message(
            out -> {
              out.writeByteArray(1, typeMeta);
              out.writeByteArray(2, raw);
              out.writeString(3, "");
              out.writeString(4, "");
            });
    byte[] framed = new byte[unknown.length + 4];
    System.arraycopy(new byte[] {'k', '8', 's', 0}, 0, framed, 0, 4);
    System.arraycopy(unknown, 0, framed, 4, unknown.length);
    return framed;
  }

  static byte[] write(JsonNode object, ObjectType type) {
    return message(out -> fields(out, object, type));
  }

  private interface Body {
    void write(CodedOutputStream out) throws IOException;
  }

  private static byte[] message(Body body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      body.write(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void fields(CodedOutputStream out, JsonNode object, ObjectType type)
      throws IOException {
    for (Field field : type.fields()) {
      JsonNode value = object.get(field.name());
      if (value != null && field.number() != 0) {
        field(out, field, value);
      }
    }
    for (var embedded : type.embedded().entrySet()) {
      byte[] nested = message(inner -> fields(inner, object, embedded.getValue()));
      if (nested.length > 0) {
        out.writeByteArray(embedded.getKey(), nested);
      }
    }
  }

  private static void field(CodedOutputStream out, Field field, JsonNode value) throws IOException {
    switch (field.type()) {
      case Type.ListOf(Type element) -> {
        for (JsonNode each : value) {
          value(out, field.number(), element, each);
        }
      }
      case Type.MapOf(Type values) -> {
        for (var entry : value.properties()) {
          out.writeByteArray(
              field.number(),
              message(
                  inner -> {
                    inner.writeString(1, entry.getKey());
                    value(inner, 2, values, entry.getValue());
                  }));
        }
      }
      default -> value(out, field.number(), field.type(), value);
    }
  }

  private static void value(CodedOutputStream out, int number, Type type, JsonNode value)
      throws IOException {
    switch (type) {
      case Type.Scalar scalar -> scalar(out, number, scalar, value);
      case Type.Structure(ObjectType object) -> out.writeByteArray(number, write(value, object));
      case Type.ListOf(Type element) ->
          out.writeByteArray(
              number,
              message(
                  inner -> {
                    for (JsonNode each : value) {
                      value(inner, 1, element, each);
                    }
                  }));
      case Type.MapOf _ -> throw new IllegalArgumentException("a map of maps");
    }
  }

  private static void scalar(CodedOutputStream out, int number, Type.Scalar type, JsonNode value)
      throws IOException {
    switch (type) {
      case STRING -> out.writeString(number, value.asString());
      case BOOLEAN -> out.writeBool(number, value.asBoolean());
      case INT32 -> out.writeInt32(number, value.asInt());
      case INT64 -> out.writeInt64(number, value.asLong());
      case DOUBLE -> out.writeDouble(number, value.asDouble());
      case BYTES -> out.writeByteArray(number, Base64.getDecoder().decode(value.asString()));
      case TIME, MICRO_TIME -> {
        Instant time = Instant.parse(value.asString());
        out.writeByteArray(
            number,
            message(
                inner -> {
                  inner.writeInt64(1, time.getEpochSecond());
                  inner.writeInt32(2, time.getNano());
                }));
      }
      case QUANTITY ->
          out.writeByteArray(number, message(inner -> inner.writeString(1, value.asString())));
      case INT_OR_STRING ->
          out.writeByteArray(
              number,
              message(
                  inner -> {
                    inner.writeInt64(1, value.isString() ? 1 : 0);
                    inner.writeInt32(2, value.isString() ? 0 : value.asInt());
                    inner.writeString(3, value.isString() ? value.asString() : "");
                  }));
      case ANY ->
          out.writeByteArray(
              number,
              message(
                  inner ->
                      inner.writeByteArray(1, value.toString().getBytes(StandardCharsets.UTF_8))));
    }
  }
}
