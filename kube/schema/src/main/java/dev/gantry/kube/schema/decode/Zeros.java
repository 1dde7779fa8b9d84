package dev.gantry.kube.schema.decode;

import dev.gantry.kube.schema.Field;
import dev.gantry.kube.schema.Type;
import tools.jackson.databind.JsonNode;

/// Values that say nothing, which upstream's JSON leaves out.
final class Zeros {
  private Zeros() {}

  static boolean isLeftOut(Field field, JsonNode value) {
    return switch (field.type()) {
      case Type.Scalar scalar -> field.form().omitsZero() && isZero(scalar, value);
      case Type.ListOf _, Type.MapOf _ -> !field.required() && value.isEmpty();
      case Type.Structure _ -> false;
    };
  }

  private static boolean isZero(Type.Scalar scalar, JsonNode value) {
    return switch (scalar) {
      case STRING, BYTES -> value.asString("").isEmpty();
      case BOOLEAN -> !value.asBoolean(false);
      case INT32, INT64, DOUBLE -> value.asDouble(0) == 0;
      case TIME, MICRO_TIME, QUANTITY, INT_OR_STRING, ANY -> false;
    };
  }
}
