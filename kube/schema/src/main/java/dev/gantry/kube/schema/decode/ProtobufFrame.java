package dev.gantry.kube.schema.decode;

import java.nio.ByteBuffer;

/// What an object in protobuf comes wrapped in: four bytes and a `runtime.Unknown`.
///
/// @param raw the message of the object itself
record ProtobufFrame(String apiVersion, String kind, ByteBuffer raw) {
  private static final byte[] MAGIC = {'k', '8', 's', 0};

  static ProtobufFrame read(byte[] body) {
    if (body.length < MAGIC.length
        || java.util.Arrays.mismatch(MAGIC, 0, MAGIC.length, body, 0, MAGIC.length) >= 0) {
      throw new UnreadableException(
          "provided data does not appear to be a protobuf message, expected prefix"
              + " [107 56 115 0]");
    }
    WireReader in = new WireReader(ByteBuffer.wrap(body, MAGIC.length, body.length - MAGIC.length));
    String apiVersion = "";
    String kind = "";
    ByteBuffer raw = ByteBuffer.allocate(0);
    while (in.next()) {
      in.require("runtime.Unknown", WireReader.LENGTH);
      switch (in.number()) {
        case 1 -> {
          WireReader typeMeta = new WireReader(in.bytes());
          while (typeMeta.next()) {
            typeMeta.require("TypeMeta", WireReader.LENGTH);
            switch (typeMeta.number()) {
              case 1 -> apiVersion = typeMeta.string();
              case 2 -> kind = typeMeta.string();
              default ->
                  throw new UnreadableException(
                      "proto: TypeMeta has no field with number " + typeMeta.number());
            }
          }
        }
        case 2 -> raw = in.bytes();
        case 3 -> requirePlain("content encoding", in.string());
        case 4 -> requirePlain("content type", in.string());
        default ->
            throw new UnreadableException(
                "proto: runtime.Unknown has no field with number " + in.number());
      }
    }
    return new ProtobufFrame(apiVersion, kind, raw);
  }

  private static void requirePlain(String what, String value) {
    if (!value.isEmpty() && !value.equals(ObjectDecoder.PROTOBUF)) {
      throw new UnreadableException(
          "protobuf with the %s %s is not supported".formatted(what, value));
    }
  }
}
