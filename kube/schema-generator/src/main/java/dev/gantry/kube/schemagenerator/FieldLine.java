package dev.gantry.kube.schemagenerator;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.Map;

/// Writes a field's type as the structure file spells it.
final class FieldLine {
  /// Messages that are one value in JSON, by what their values are.
  private static final Map<String, String> VALUES =
      Map.ofEntries(
          Map.entry("io.k8s.apimachinery.pkg.apis.meta.v1.Time", "Time"),
          Map.entry("io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime", "MicroTime"),
          Map.entry("io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1", "FieldsV1"),
          Map.entry("io.k8s.apimachinery.pkg.api.resource.Quantity", "Quantity"),
          Map.entry("io.k8s.apimachinery.pkg.util.intstr.IntOrString", "IntOrString"),
          Map.entry("io.k8s.apimachinery.pkg.runtime.RawExtension", "RawExtension"),
          Map.entry(apiextensions("JSON"), "JSON"),
          Map.entry(apiextensions("JSONSchemaPropsOrArray"), "SchemaOrArray"),
          Map.entry(apiextensions("JSONSchemaPropsOrBool"), "SchemaOrBool"),
          Map.entry(apiextensions("JSONSchemaPropsOrStringArray"), "SchemaOrStrings"));

  private FieldLine() {}

  private static String apiextensions(String name) {
    return "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1." + name;
  }

  /// Whether a message is a value in JSON and so no structure.
  static boolean isValue(Descriptor message) {
    return VALUES.containsKey(Messages.definitionName(message)) || isWrappedList(message);
  }

  /// Lists that are values of maps are wrapped in a message, which JSON does not show.
  private static boolean isWrappedList(Descriptor message) {
    return message.getFields().size() == 1
        && message.getFields().getFirst().getName().equals("items")
        && message.getFields().getFirst().getType() == FieldDescriptor.Type.STRING;
  }

  /// `[]string`, `{}Quantity`, `io.k8s.api.core.v1.PodSpec`.
  static String type(FieldDescriptor field) {
    if (field.isMapField()) {
      return "{}" + single(field.getMessageType().findFieldByNumber(2));
    }
    return (field.isRepeated() ? "[]" : "") + single(field);
  }

  private static String single(FieldDescriptor field) {
    return switch (field.getType()) {
      case STRING -> "string";
      case BOOL -> "bool";
      case INT32 -> "int32";
      case INT64 -> "int64";
      case DOUBLE -> "double";
      case BYTES -> "bytes";
      case MESSAGE -> message(field.getMessageType());
      default -> throw new IllegalStateException(field + " has a type nobody expected");
    };
  }

  private static String message(Descriptor message) {
    if (isWrappedList(message)) {
      return "wrapped[]string";
    }
    String name = Messages.definitionName(message);
    return VALUES.getOrDefault(name, name);
  }
}
