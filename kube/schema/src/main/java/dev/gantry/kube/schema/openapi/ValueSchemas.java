package dev.gantry.kube.schema.openapi;

import dev.gantry.kube.schema.Field;
import dev.gantry.kube.schema.Type.Scalar;
import dev.gantry.platform.json.Json;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// Schemas of values that upstream's documents define by name: times, quantities and values of any
/// shape.
final class ValueSchemas {
  private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";
  private static final String APIEXTENSIONS =
      "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.";
  static final String TIME = META + "Time";
  static final String MICRO_TIME = META + "MicroTime";
  static final String QUANTITY = "io.k8s.apimachinery.pkg.api.resource.Quantity";
  static final String INT_OR_STRING = "io.k8s.apimachinery.pkg.util.intstr.IntOrString";
  static final String RAW_EXTENSION = "io.k8s.apimachinery.pkg.runtime.RawExtension";
  static final String FIELDS_V1 = META + "FieldsV1";

  private static final Map<String, String> PROSE =
      Map.of(
          TIME, "A time, RFC 3339 to the second.",
          MICRO_TIME, "A time, RFC 3339 to the microsecond.",
          QUANTITY,
              "An amount: a number with a suffix such as m, k, M, G (powers of ten) or Ki, Mi, Gi"
                  + " (powers of two), for example 500m or 1.5Gi.",
          INT_OR_STRING, "A number or a text, such as 80 or 25%.",
          RAW_EXTENSION, "An object of any kind.",
          FIELDS_V1,
              "A set of fields, as a tree whose keys are f:NAME for fields, k:KEYS and v:VALUE for"
                  + " elements of lists.");

  private ValueSchemas() {}

  /// The name under which the type of a value is defined; empty when it is spelled out in place.
  static String definition(Scalar scalar, Field.Value value) {
    return switch (scalar) {
      case TIME -> TIME;
      case MICRO_TIME -> MICRO_TIME;
      case QUANTITY -> QUANTITY;
      case INT_OR_STRING -> INT_OR_STRING;
      case ANY ->
          switch (value) {
            case RAW_EXTENSION -> RAW_EXTENSION;
            case FIELDS_V1 -> FIELDS_V1;
            case SCHEMA_OR_ARRAY -> APIEXTENSIONS + "JSONSchemaPropsOrArray";
            case SCHEMA_OR_BOOL -> APIEXTENSIONS + "JSONSchemaPropsOrBool";
            case SCHEMA_OR_STRINGS -> APIEXTENSIONS + "JSONSchemaPropsOrStringArray";
            case JSON, PLAIN, WRAPPED_LIST -> APIEXTENSIONS + "JSON";
          };
      case STRING, BOOLEAN, INT32, INT64, DOUBLE, BYTES -> "";
    };
  }

  /// What stands under such a name.
  static ObjectNode schema(String definition, Dialect dialect) {
    ObjectNode schema = Json.mapper().createObjectNode();
    String prose = PROSE.get(definition);
    if (prose != null) {
      schema.put("description", prose);
    }
    boolean v3 = dialect == Dialect.V3;
    switch (definition) {
      case TIME, MICRO_TIME -> schema.put("type", "string").put("format", "date-time");
      case RAW_EXTENSION, FIELDS_V1 -> schema.put("type", "object");
      case QUANTITY -> oneOf(schema, v3, "string", "number");
      case INT_OR_STRING -> {
        schema.put("format", "int-or-string");
        oneOf(schema, v3, "integer", "string");
      }
      default -> {
        // Anything at all: an empty schema.
      }
    }
    return schema;
  }

  private static void oneOf(ObjectNode schema, boolean v3, String first, String second) {
    if (v3) {
      var types = schema.putArray("oneOf");
      types.addObject().put("type", first);
      types.addObject().put("type", second);
    } else {
      schema.put("type", "string");
    }
  }

  /// A type that is spelled out where it is used.
  static void inPlace(ObjectNode schema, Scalar scalar) {
    switch (scalar) {
      case STRING -> schema.put("type", "string");
      case BOOLEAN -> schema.put("type", "boolean");
      case INT32 -> schema.put("type", "integer").put("format", "int32");
      case INT64 -> schema.put("type", "integer").put("format", "int64");
      case DOUBLE -> schema.put("type", "number").put("format", "double");
      case BYTES -> schema.put("type", "string").put("format", "byte");
      default -> throw new IllegalArgumentException(scalar + " is defined by name");
    }
  }
}
