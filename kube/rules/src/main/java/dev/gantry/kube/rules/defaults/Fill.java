package dev.gantry.kube.rules.defaults;

import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Sets fields that are not set. Unset means absent or null; for texts also empty, where upstream
/// cannot tell the two apart.
final class Fill {
  private Fill() {}

  static boolean isUnset(ObjectNode object, String field) {
    JsonNode value = object.get(field);
    return value == null || value.isNull();
  }

  static boolean isBlank(ObjectNode object, String field) {
    JsonNode value = object.get(field);
    return value == null || value.isNull() || (value.isString() && value.asString().isEmpty());
  }

  static void text(ObjectNode object, String field, String value) {
    if (isBlank(object, field)) {
      object.put(field, value);
    }
  }

  /// For texts where empty is a choice of its own.
  static void textIfUnset(ObjectNode object, String field, String value) {
    if (isUnset(object, field)) {
      object.put(field, value);
    }
  }

  static void number(ObjectNode object, String field, int value) {
    if (isUnset(object, field)) {
      object.put(field, value);
    }
  }

  /// For numbers where zero means that nothing was said.
  static void numberIfZero(ObjectNode object, String field, int value) {
    if (object.path(field).asLong(0) == 0) {
      object.put(field, value);
    }
  }

  static void bool(ObjectNode object, String field, boolean value) {
    if (isUnset(object, field)) {
      object.put(field, value);
    }
  }

  /// The structure at a field, made if it is not there. Something of another type is left alone and
  /// answered with a structure that belongs to nothing: refusing it is validation's business.
  static ObjectNode structure(ObjectNode object, String field) {
    if (isUnset(object, field)) {
      return object.putObject(field);
    }
    return object.get(field) instanceof ObjectNode there ? there : object.objectNode();
  }

  /// Does it for the structure at a field, if there is one.
  static void within(ObjectNode object, String field, Consumer<ObjectNode> fill) {
    if (object.get(field) instanceof ObjectNode there) {
      fill.accept(there);
    }
  }

  /// Does it for each structure of a list, if there is one.
  static void each(ObjectNode object, String list, Consumer<ObjectNode> fill) {
    JsonNode there = object.get(list);
    if (there == null) {
      return;
    }
    for (JsonNode element : there) {
      if (element instanceof ObjectNode structure) {
        fill.accept(structure);
      }
    }
  }

  /// Copies the entries of one map that another lacks.
  static void entries(ObjectNode from, ObjectNode to) {
    from.properties()
        .forEach(
            entry -> {
              if (isUnset(to, entry.getKey())) {
                to.set(entry.getKey(), entry.getValue());
              }
            });
  }
}
