package dev.gantry.kube.schema;

import dev.gantry.kube.schema.Field.Form;
import dev.gantry.kube.schema.Field.Merge;
import dev.gantry.kube.schema.Field.Topology;
import dev.gantry.kube.schema.Field.Value;
import dev.gantry.kube.schema.Type.Scalar;
import dev.gantry.platform.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/// A line of the table of structures: `name number type marks…`.
final class FieldLine {
  private boolean required;
  private boolean zeroIsValue;
  private boolean atomic;
  private boolean granular;
  private Topology listTopology = Topology.ATOMIC;
  private List<String> keys = List.of();
  private Set<String> patchStrategy = Set.of();
  private String patchMergeKey = "";
  private Optional<JsonNode> defaultValue = Optional.empty();

  private FieldLine() {}

  static Field parse(String line, Function<String, ObjectType> types) {
    String[] words = line.split(" ", -1);
    FieldLine marks = new FieldLine();
    for (int i = 3; i < words.length; i++) {
      marks.read(words[i]);
    }
    Type type = type(words[2], types);
    return new Field(
        words[0],
        type,
        Integer.parseInt(words[1]),
        marks.required,
        marks.defaultValue,
        marks.merge(type),
        new Form(value(words[2]), !marks.required && !marks.zeroIsValue));
  }

  private void read(String mark) {
    int equals = mark.indexOf('=');
    String value = mark.substring(equals + 1);
    switch (equals < 0 ? mark : mark.substring(0, equals)) {
      case "required" -> required = true;
      case "zero" -> zeroIsValue = true;
      case "atomic" -> atomic = true;
      case "granular" -> granular = true;
      case "set" -> listTopology = Topology.SET;
      case "map" -> {
        listTopology = Topology.MAP;
        keys = List.of(value.split(",", -1));
      }
      case "patch" -> {
        int colon = value.indexOf(':');
        patchStrategy = Set.of((colon < 0 ? value : value.substring(0, colon)).split(",", -1));
        patchMergeKey = colon < 0 ? "" : value.substring(colon + 1);
      }
      case "default" -> defaultValue = Optional.of(Json.read(value, JsonNode.class));
      default -> throw new IllegalStateException("the table of structures marks " + mark);
    }
  }

  private Merge merge(Type type) {
    Topology topology =
        switch (type) {
          case Scalar _ -> Topology.ATOMIC;
          case Type.ListOf _ -> listTopology;
          case Type.MapOf _ -> atomic ? Topology.ATOMIC : Topology.MAP;
          case Type.Structure(ObjectType object) ->
              object.isAtomic() && !granular ? Topology.ATOMIC : Topology.MAP;
        };
    return new Merge(topology, keys, patchStrategy, patchMergeKey);
  }

  private static Type type(String text, Function<String, ObjectType> types) {
    if (text.startsWith("wrapped")) {
      return type(text.substring("wrapped".length()), types);
    }
    if (text.startsWith("[]")) {
      return new Type.ListOf(type(text.substring(2), types));
    }
    if (text.startsWith("{}")) {
      return new Type.MapOf(type(text.substring(2), types));
    }
    return switch (text) {
      case "string" -> Scalar.STRING;
      case "bool" -> Scalar.BOOLEAN;
      case "int32" -> Scalar.INT32;
      case "int64" -> Scalar.INT64;
      case "double" -> Scalar.DOUBLE;
      case "bytes" -> Scalar.BYTES;
      case "Time" -> Scalar.TIME;
      case "MicroTime" -> Scalar.MICRO_TIME;
      case "Quantity" -> Scalar.QUANTITY;
      case "IntOrString" -> Scalar.INT_OR_STRING;
      case "RawExtension", "FieldsV1", "JSON", "SchemaOrArray", "SchemaOrBool", "SchemaOrStrings" ->
          Scalar.ANY;
      default -> new Type.Structure(types.apply(text));
    };
  }

  private static Value value(String text) {
    return switch (text.replace("[]", "").replace("{}", "")) {
      case "wrappedstring" -> Value.WRAPPED_LIST;
      case "RawExtension" -> Value.RAW_EXTENSION;
      case "FieldsV1" -> Value.FIELDS_V1;
      case "JSON" -> Value.JSON;
      case "SchemaOrArray" -> Value.SCHEMA_OR_ARRAY;
      case "SchemaOrBool" -> Value.SCHEMA_OR_BOOL;
      case "SchemaOrStrings" -> Value.SCHEMA_OR_STRINGS;
      default -> Value.PLAIN;
    };
  }
}
