package dev.gantry.kube.patch;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/// The fields that a document sets: those its applier owns.
///
/// Fields of structures are owned by what is in them; entries of maps and elements of lists also
/// by themselves.
final class ConfiguredFields {
  private ConfiguredFields() {}

  static FieldSet of(Shape shape, JsonNode value) {
    FieldSet.Builder set = new FieldSet.Builder();
    switch (shape.forValue(value)) {
      case Shape.Fields fields -> addFields(fields, value, set);
      case Shape.Entries entries -> addFields(entries, value, set);
      case Shape.Items items -> addElements(items, value, set);
      case Shape.KeyedItems items -> addElements(items, value, set);
      case Shape.Leaf _, Shape.Deduced _ -> {}
    }
    return set.build();
  }

  private static void addFields(Shape shape, JsonNode object, FieldSet.Builder set) {
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      Shape inner = shape.field(field.getKey());
      JsonNode value = field.getValue();
      boolean owned =
          value.isNull()
              || (value.isObject() && value.isEmpty())
              || inner.forValue(value) instanceof Shape.Leaf
              || !shape.declares(field.getKey());
      set.add(new PathElement.FieldName(field.getKey()), owned, of(inner, value));
    }
  }

  private static void addElements(Shape shape, JsonNode list, FieldSet.Builder set) {
    for (JsonNode element : list) {
      set.add(ListElements.of(shape, element), true, of(shape.element(), element));
    }
  }
}
