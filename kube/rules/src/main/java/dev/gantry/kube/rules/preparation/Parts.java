package dev.gantry.kube.rules.preparation;

import java.util.Collection;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Takes parts of one object over into another.
final class Parts {
  private Parts() {}

  /// The structure at a field, made if there is none.
  static ObjectNode structure(ObjectNode object, String field) {
    return object.get(field) instanceof ObjectNode there ? there : object.putObject(field);
  }

  /// Makes a field what it is in another object, absent if it is absent there.
  static void take(ObjectNode into, JsonNode from, String field) {
    JsonNode value = from.get(field);
    if (value == null) {
      into.remove(field);
    } else {
      into.set(field, value.deepCopy());
    }
  }

  static void takeAllBut(ObjectNode into, JsonNode from, Collection<String> own) {
    List<String> sent = into.propertyStream().map(e -> e.getKey()).toList();
    for (String field : sent) {
      if (!own.contains(field) && !from.has(field)) {
        into.remove(field);
      }
    }
    from.properties()
        .forEach(
            e -> {
              if (!own.contains(e.getKey())) {
                into.set(e.getKey(), e.getValue().deepCopy());
              }
            });
  }

  /// All that an object says of what is wanted.
  static ObjectNode wanted(JsonNode object) {
    ObjectNode copy = ((ObjectNode) object).deepCopy();
    copy.remove(List.of("metadata", "status"));
    return copy;
  }
}
