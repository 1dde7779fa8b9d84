package dev.gantry.kube.patch;

import dev.gantry.platform.json.Json;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Takes out of an object what its applier applied before, does not apply any more, and nobody
/// else owns.
///
/// A structure goes with everything in it, defaults included, once nothing in it has an owner. A
/// list or map that loses all it had goes too.
final class DroppedFields {
  private final FieldSet owned;

  /// @param last what the applier owned before
  /// @param owned what anybody owns now, the applier included
  static JsonNode remove(Shape shape, JsonNode object, FieldSet last, FieldSet owned) {
    return last.isEmpty() ? object : new DroppedFields(owned).without(shape, object, last);
  }

  private DroppedFields(FieldSet owned) {
    this.owned = owned;
  }

  private JsonNode without(Shape place, JsonNode value, FieldSet last) {
    Shape shape = place.forValue(value);
    return switch (shape) {
      case Shape.Fields _, Shape.Entries _ -> fields(shape, value, last);
      case Shape.Items _, Shape.KeyedItems _ -> elements(shape, value, last);
      case Shape.Leaf(), Shape.Deduced() -> value;
    };
  }

  private JsonNode fields(Shape shape, JsonNode object, FieldSet last) {
    ObjectNode kept = Json.mapper().createObjectNode();
    boolean keptAny = false;
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      PathElement at = new PathElement.FieldName(field.getKey());
      if (isDropped(shape, at, last)) {
        continue;
      }
      keptAny = true;
      JsonNode rest = rest(shape.field(field.getKey()), at, field.getValue(), last);
      if (!rest.isMissingNode()) {
        kept.set(field.getKey(), rest);
      }
    }
    return keptAny || object.isEmpty() ? kept : Json.mapper().missingNode();
  }

  private JsonNode elements(Shape shape, JsonNode list, FieldSet last) {
    ArrayNode kept = Json.mapper().createArrayNode();
    for (JsonNode element : list) {
      PathElement at = ListElements.of(shape, element);
      if (!isDropped(shape, at, last)) {
        JsonNode rest = rest(shape.element(), at, element, last);
        if (!rest.isMissingNode()) {
          kept.add(rest);
        }
      }
    }
    return kept.isEmpty() && !list.isEmpty() ? Json.mapper().missingNode() : kept;
  }

  private JsonNode rest(Shape shape, PathElement at, JsonNode value, FieldSet last) {
    int was = last.indexOf(at);
    if (was < 0 || last.below(was).isEmpty()) {
      return value;
    }
    int is = owned.indexOf(at);
    FieldSet ownedBelow = is < 0 ? FieldSet.EMPTY : owned.below(is);
    return new DroppedFields(ownedBelow).without(shape, value, last.below(was));
  }

  private boolean isDropped(Shape shape, PathElement at, FieldSet last) {
    return contains(last, shape, at) && !contains(owned, shape, at);
  }

  /// Whether an element is in a set. A structure's field is, as soon as anything in it is.
  private static boolean contains(FieldSet set, Shape shape, PathElement at) {
    int index = set.indexOf(at);
    if (index < 0) {
      return false;
    }
    return set.isOwned(index)
        || (at instanceof PathElement.FieldName(String name) && shape.declares(name));
  }
}
