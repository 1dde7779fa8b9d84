package dev.gantry.kube.patch;

import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.schema.Field;
import dev.gantry.kube.schema.ObjectType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// How one field's list is merged by strategic merge patches.
///
/// @param key the field that tells elements apart; empty for scalars
record MergedList(String key, Optional<ObjectType> element) {

  /// Empty for a field whose list is replaced.
  static Optional<MergedList> of(Optional<Field> field) {
    return field
        .filter(f -> f.merge().patchStrategy().contains("merge"))
        .map(
            f ->
                new MergedList(
                    f.merge().patchMergeKey(),
                    StrategicMergePatch.structure(Optional.of(f.type()))));
  }

  static ArrayNode deleteScalars(ArrayNode list, ArrayNode deleted) {
    ArrayNode kept = list.arrayNode();
    for (JsonNode scalar : list) {
      if (deleted.valueStream().noneMatch(gone -> Values.same(gone, scalar))) {
        kept.add(scalar);
      }
    }
    return kept;
  }

  /// The elements the patch names come in its order, the others where they were among them.
  ArrayNode merge(ArrayNode list, ArrayNode patch) {
    Optional<ArrayNode> replaced = replacement(patch);
    if (replaced.isPresent()) {
      return replaced.get();
    }
    ArrayNode order = list.arrayNode();
    for (JsonNode change : patch) {
      if (directiveOf(change).isEmpty()) {
        order.add(change);
      }
    }
    return inOrder(united(list, patch), order, list);
  }

  /// The same, in an order that the patch gives for more than it changes.
  ArrayNode mergeInOrder(ArrayNode list, ArrayNode patch, ArrayNode deleted, ArrayNode order) {
    checkOrder(patch, order);
    Optional<ArrayNode> replaced = replacement(patch);
    if (replaced.isPresent()) {
      return replaced.get();
    }
    return inOrder(deleteScalars(united(list, patch), deleted), order, list);
  }

  /// `$patch: replace` in an element replaces the list by the other elements.
  private static Optional<ArrayNode> replacement(ArrayNode patch) {
    return patch.valueStream().anyMatch(e -> directiveOf(e).equals(Directives.REPLACE))
        ? Optional.of((ArrayNode) Directives.asData(patch))
        : Optional.empty();
  }

  private ArrayNode united(ArrayNode list, ArrayNode patch) {
    ArrayNode united = list.arrayNode();
    for (JsonNode present : list) {
      if (!key.isEmpty() || find(united, present) < 0) {
        united.add(present);
      }
    }
    for (JsonNode change : patch) {
      apply(united, change);
    }
    return united;
  }

  private void apply(ArrayNode united, JsonNode change) {
    String directive = directiveOf(change);
    switch (directive) {
      case Directives.DELETE -> delete(united, change);
      case "" -> {
        int at = find(united, change);
        if (at < 0) {
          united.add(Directives.asData(change));
        } else if (united.get(at) instanceof ObjectNode target
            && change instanceof ObjectNode changes) {
          united.set(at, StrategicMergePatch.merge(element, target, changes.deepCopy()));
        }
      }
      case Directives.MERGE ->
          throw StatusException.badRequest("merging lists cannot yet be specified in the patch");
      default ->
          throw StatusException.badRequest(
              "unknown patch type: " + directive + " in map: " + GoText.of(change));
    }
  }

  private void delete(ArrayNode united, JsonNode change) {
    for (int at = find(united, change); at >= 0; at = find(united, change)) {
      united.remove(at);
    }
  }

  private static String directiveOf(JsonNode element) {
    return element.path(Directives.PATCH).asString("");
  }

  private JsonNode keyOf(JsonNode element) {
    if (key.isEmpty()) {
      return element;
    }
    JsonNode value = element.path(key);
    if (Values.isAbsent(value)) {
      throw StatusException.badRequest(
          "map: %s does not contain declared merge key: %s".formatted(GoText.of(element), key));
    }
    return value;
  }

  private int find(ArrayNode list, JsonNode element) {
    JsonNode wanted = keyOf(element);
    for (int i = 0; i < list.size(); i++) {
      if (Values.same(keyOf(list.get(i)), wanted)) {
        return i;
      }
    }
    return -1;
  }

  /// The patch's own elements must come in the order it asks for.
  private void checkOrder(ArrayNode patch, ArrayNode order) {
    int last = -1;
    for (JsonNode change : patch) {
      if (!directiveOf(change).isEmpty()) {
        continue;
      }
      int at = find(order, change);
      if (at <= last) {
        throw StatusException.badRequest(
            "The order in patch list:\n%s\n doesn't match setElementOrder list:\n%s\n"
                .formatted(GoText.of(patch), GoText.of(order)));
      }
      last = at;
    }
  }

  /// Sorts the elements that `order` names by it, and puts each other one before the first of them
  /// that followed it in the list as it was.
  private ArrayNode inOrder(ArrayNode united, ArrayNode order, ArrayNode before) {
    List<JsonNode> ordered = new ArrayList<>();
    for (JsonNode place : order) {
      int at = find(united, place);
      if (at >= 0) {
        ordered.add(united.get(at));
      }
    }
    List<JsonNode> others = new ArrayList<>();
    for (JsonNode element : united) {
      if (find(order, element) < 0) {
        others.add(element);
      }
    }
    ArrayNode result = united.arrayNode();
    int next = 0;
    for (JsonNode element : ordered) {
      while (next < others.size() && wasBefore(before, others.get(next), element)) {
        result.add(others.get(next));
        next++;
      }
      result.add(element);
    }
    others.subList(next, others.size()).forEach(result::add);
    return result;
  }

  private boolean wasBefore(ArrayNode before, JsonNode other, JsonNode element) {
    int place = find(before, other);
    int limit = find(before, element);
    return place >= 0 && limit >= 0 && place < limit;
  }
}
