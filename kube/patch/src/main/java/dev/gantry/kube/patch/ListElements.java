package dev.gantry.kube.patch;

import dev.gantry.kube.schema.Field;
import dev.gantry.kube.schema.ObjectType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Path elements of the elements of lists.
final class ListElements {
  private ListElements() {}

  /// @throws IllegalArgumentException when the element lacks what tells it apart
  static PathElement of(Shape list, JsonNode element) {
    if (!(list instanceof Shape.KeyedItems(List<String> keys, Shape shape))) {
      if (element.isContainer() || element.isNull()) {
        throw new IllegalArgumentException(
            "associative list without keys has an element that's a"
                + (element.isNull() ? " null" : element.isObject() ? " map type" : " list type"));
      }
      return new PathElement.Value(element);
    }
    if (!element.isObject()) {
      throw new IllegalArgumentException(
          element.isNull()
              ? "associative list with keys may not have a null element"
              : "associative list with keys may not have non-map elements");
    }
    List<PathElement.KeyField> fields = new ArrayList<>(keys.size());
    for (String key : keys) {
      value(element, shape, key)
          .ifPresent(value -> fields.add(new PathElement.KeyField(key, value)));
    }
    if (fields.isEmpty()) {
      throw new IllegalArgumentException(
          "associative list with keys has an element that omits all key fields "
              + quoted(keys)
              + " (and doesn't have default values for any key fields)");
    }
    return new PathElement.Key(fields);
  }

  private static Optional<JsonNode> value(JsonNode element, Shape shape, String key) {
    JsonNode value = element.get(key);
    if (!Values.isAbsent(value)) {
      return Optional.ofNullable(value);
    }
    return shape instanceof Shape.Fields(ObjectType type)
        ? type.find(key).flatMap(Field::defaultValue)
        : Optional.empty();
  }

  private static String quoted(List<String> keys) {
    return keys.stream()
        .map(key -> "\"" + key + "\"")
        .collect(java.util.stream.Collectors.joining(" ", "[", "]"));
  }
}
