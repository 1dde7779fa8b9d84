package dev.gantry.kube.client;

import dev.gantry.kube.objects.StatusException;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Patches without a schema: of strategic merge it knows the lists that components patch.
final class FakePatches {
  private static final Map<String, String> MERGE_KEYS =
      Map.of(
          "conditions", "type",
          "addresses", "type",
          "ownerReferences", "uid",
          "containers", "name",
          "volumes", "name",
          "env", "name");

  private FakePatches() {}

  static ObjectNode apply(ObjectNode target, PatchType type, JsonNode patch) {
    return switch (type) {
      case JSON -> json(target.deepCopy(), patch);
      case MERGE -> (ObjectNode) merge(target.deepCopy(), patch, false);
      case STRATEGIC_MERGE -> (ObjectNode) merge(target.deepCopy(), patch, true);
      case APPLY -> throw StatusException.badRequest("the fake cluster applies nothing");
    };
  }

  private static JsonNode merge(JsonNode target, JsonNode patch, boolean strategic) {
    if (!(patch instanceof ObjectNode fields)) {
      return patch.deepCopy();
    }
    ObjectNode result = target instanceof ObjectNode object ? object : fields.objectNode();
    fields
        .properties()
        .forEach(
            field -> {
              String name = field.getKey();
              JsonNode value = field.getValue();
              String mergeKey = MERGE_KEYS.get(name);
              if (value.isNull()) {
                result.remove(name);
              } else if (strategic && mergeKey != null && value instanceof ArrayNode list) {
                ArrayNode present = result.withArray(name);
                list.forEach(item -> mergeByKey(present, mergeKey, item));
              } else if (strategic
                  && name.equals("finalizers")
                  && value instanceof ArrayNode list) {
                ArrayNode present = result.withArray(name);
                list.forEach(
                    item -> {
                      if (present.valueStream().noneMatch(item::equals)) {
                        present.add(item);
                      }
                    });
              } else {
                result.set(name, merge(result.path(name), value, strategic));
              }
            });
    return result;
  }

  /// Merges an item into the one with the same key, or adds it, or deletes it when it says so.
  static void mergeByKey(ArrayNode list, String key, JsonNode item) {
    boolean delete = item.path("$patch").asString("").equals("delete");
    for (int i = 0; i < list.size(); i++) {
      if (list.path(i).path(key).equals(item.path(key))) {
        if (delete) {
          list.remove(i);
        } else {
          list.set(i, merge(list.path(i), item, true));
        }
        return;
      }
    }
    if (!delete) {
      list.add(item.deepCopy());
    }
  }

  private static ObjectNode json(ObjectNode target, JsonNode patch) {
    for (JsonNode step : patch) {
      JsonPointer path = JsonPointer.compile(step.path("path").asString(""));
      JsonNode parent = target.at(path.head());
      String name = path.last().getMatchingProperty();
      String operation = step.path("op").asString("");
      JsonNode value = step.path("value");
      if (operation.equals("test")) {
        if (!target.at(path).equals(value)) {
          throw StatusException.badRequest("testing value " + path + " failed");
        }
      } else if (!List.of("add", "replace", "remove").contains(operation)) {
        throw StatusException.badRequest("the fake cluster has no " + operation);
      } else if (parent instanceof ObjectNode object) {
        if (operation.equals("remove")) {
          object.remove(name);
        } else {
          object.set(name, value);
        }
      } else if (parent instanceof ArrayNode array) {
        change(array, operation, name, value);
      } else {
        throw StatusException.badRequest("nothing at " + path);
      }
    }
    return target;
  }

  private static void change(ArrayNode array, String operation, String at, JsonNode value) {
    if (at.equals("-")) {
      array.add(value);
      return;
    }
    int index = Integer.parseInt(at);
    switch (operation) {
      case "remove" -> array.remove(index);
      case "replace" -> array.set(index, value);
      default -> array.insert(index, value);
    }
  }
}
