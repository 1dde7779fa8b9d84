package dev.gantry.kube.schema.decode;

import dev.gantry.kube.schema.Type;

/// Types as upstream's messages spell them.
final class GoTypes {
  private GoTypes() {}

  static String of(Type type) {
    return switch (type) {
      case Type.Scalar scalar ->
          switch (scalar) {
            case STRING -> "string";
            case BOOLEAN -> "bool";
            case INT32 -> "int32";
            case INT64 -> "int64";
            case DOUBLE -> "float64";
            case BYTES -> "[]uint8";
            case TIME -> "v1.Time";
            case MICRO_TIME -> "v1.MicroTime";
            case QUANTITY -> "resource.Quantity";
            case INT_OR_STRING -> "intstr.IntOrString";
            case ANY -> "runtime.RawExtension";
          };
      case Type.ListOf(Type element) -> "[]" + of(element);
      case Type.MapOf(Type value) -> "map[string]" + of(value);
      case Type.Structure(var object) -> {
        int dot = object.name().lastIndexOf('.');
        yield object.name().substring(object.name().lastIndexOf('.', dot - 1) + 1);
      }
    };
  }
}
