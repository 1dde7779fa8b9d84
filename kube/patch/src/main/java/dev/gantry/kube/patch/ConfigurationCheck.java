package dev.gantry.kube.patch;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.objects.StatusReason;
import dev.gantry.kube.schema.Field;
import dev.gantry.kube.schema.Kind;
import dev.gantry.kube.schema.ObjectType;
import dev.gantry.kube.schema.Type;
import dev.gantry.platform.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// Whether an applied configuration fits its kind's schema.
///
/// An ordinary write is decoded, so unknown fields are gone before anybody looks; an applied one
/// says with every field that it is owned, so a field that does not exist is an error.
final class ConfigurationCheck {
  private final List<String> errors = new ArrayList<>();

  private ConfigurationCheck() {}

  static void check(Kind kind, KubeObject configuration) {
    ConfigurationCheck check = new ConfigurationCheck();
    check.structure("", kind.type(), configuration.json(), isOpen(kind.type()));
    if (check.errors.isEmpty()) {
      return;
    }
    String problem =
        check.errors.size() == 1
            ? check.errors.getFirst()
            : "errors:\n  " + String.join("\n  ", check.errors);
    throw new StatusException(
        StatusReason.UNKNOWN,
        "failed to create typed patch object (%s/%s; %s): %s"
            .formatted(
                configuration.namespace(), configuration.name(), kind.groupVersionKind(), problem),
        Optional.empty());
  }

  /// A kind of which only the fields of every object are known.
  private static boolean isOpen(ObjectType type) {
    return type.fields().stream()
        .allMatch(field -> List.of("apiVersion", "kind", "metadata").contains(field.name()));
  }

  private void structure(String path, ObjectType type, JsonNode value, boolean open) {
    for (Map.Entry<String, JsonNode> entry : value.properties()) {
      Optional<Field> field = type.find(entry.getKey());
      String at = path + "." + entry.getKey();
      if (field.isPresent()) {
        value(at, field.get().type(), Shape.of(type, entry.getKey()), entry.getValue());
      } else if (!open) {
        errors.add(at + ": field not declared in schema");
      }
    }
  }

  private void value(String path, Type type, Shape shape, JsonNode value) {
    if (value.isNull()) {
      return;
    }
    switch (type) {
      case Type.Scalar scalar -> scalar(path, scalar, value);
      case Type.Structure(ObjectType object) -> {
        if (expect(path, "map", value.isObject(), value)) {
          structure(path, object, value, object.fields().isEmpty());
        }
      }
      case Type.MapOf(Type element) -> {
        if (expect(path, "map", value.isObject(), value)) {
          value
              .properties()
              .forEach(
                  entry ->
                      value(
                          path + "." + entry.getKey(),
                          element,
                          new Shape.Leaf(),
                          entry.getValue()));
        }
      }
      case Type.ListOf(Type element) -> {
        if (expect(path, "list", value.isArray(), value)) {
          list(path, element, shape, value);
        }
      }
    }
  }

  private void list(String path, Type element, Shape shape, JsonNode list) {
    TreeSet<PathElement> seen = new TreeSet<>();
    int index = 0;
    for (JsonNode item : list) {
      String at = path + "[" + index + "]";
      index++;
      if (!(shape instanceof Shape.Leaf)) {
        try {
          PathElement key = ListElements.of(shape, item);
          at = path + key.message();
          if (!seen.add(key)) {
            errors.add(path + ": duplicate entries for key " + key.message());
          }
        } catch (IllegalArgumentException e) {
          errors.add(at + ": " + e.getMessage());
          continue;
        }
      }
      value(at, element, new Shape.Leaf(), item);
    }
  }

  private void scalar(String path, Type.Scalar type, JsonNode value) {
    switch (type) {
      case STRING, BYTES, TIME, MICRO_TIME -> expect(path, "string", value.isString(), value);
      case BOOLEAN -> expect(path, "boolean", value.isBoolean(), value);
      case INT32, INT64, DOUBLE -> expect(path, "numeric (int or float)", value.isNumber(), value);
      case QUANTITY, INT_OR_STRING -> expect(path, "scalar", !value.isContainer(), value);
      case ANY -> {}
    }
  }

  private boolean expect(String path, String what, boolean found, JsonNode value) {
    if (!found) {
      errors.add(
          path
              + ": expected "
              + what
              + ", got &value.valueUnstructured{Value:"
              + Json.text(value)
              + "}");
    }
    return found;
  }
}
