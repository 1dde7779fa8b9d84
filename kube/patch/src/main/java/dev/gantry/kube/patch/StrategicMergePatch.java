package dev.gantry.kube.patch;

import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.objects.StatusReason;
import dev.gantry.kube.schema.Field;
import dev.gantry.kube.schema.ObjectType;
import dev.gantry.kube.schema.Type;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Strategic merge patches: merge patches that know lists.
///
/// A list whose field has a merge key in the schema is merged element by element, one of scalars
/// with the strategy `merge` is united; all others are replaced. Null removes a field. Directives
/// ask for more: `$patch: replace` and `$patch: delete` in a structure or an element,
/// `$deleteFromPrimitiveList/f`, `$setElementOrder/f` and `$retainKeys`.
public final class StrategicMergePatch {
  private StrategicMergePatch() {}

  /// A new tree; neither argument is changed or shared.
  ///
  /// @throws StatusException BadRequest for a patch that is malformed or whose elements lack the
  ///     merge key, Invalid for one that contradicts its own `$retainKeys`
  public static ObjectNode apply(ObjectType type, ObjectNode target, JsonNode patch) {
    if (!(patch instanceof ObjectNode changes)) {
      throw StatusException.badRequest("invalid JSON document");
    }
    return merge(Optional.of(type), target.deepCopy(), changes.deepCopy());
  }

  /// Merges into `target`, which is given back unless a directive replaces it.
  static ObjectNode merge(Optional<ObjectType> type, ObjectNode target, ObjectNode patch) {
    JsonNode directive = patch.remove(Directives.PATCH);
    if (directive != null) {
      switch (directive.asString("")) {
        case Directives.REPLACE -> {
          return (ObjectNode) Directives.asData(patch);
        }
        case Directives.DELETE -> {
          return target.objectNode();
        }
        case Directives.MERGE -> {
          // What is done anyway.
        }
        default ->
            throw StatusException.badRequest(
                "unknown patch type: " + GoText.of(directive) + " in map: " + GoText.of(patch));
      }
    }
    retainKeys(target, patch);
    setElementOrders(type, target, patch);
    for (Map.Entry<String, JsonNode> change : patch.properties()) {
      mergeField(type, target, change.getKey(), change.getValue());
    }
    return target;
  }

  private static void mergeField(
      Optional<ObjectType> type, ObjectNode target, String name, JsonNode value) {
    boolean deletes = name.startsWith(Directives.DELETE_FROM_PRIMITIVE_LIST);
    String subject = Directives.subject(name);
    if (value.isNull()) {
      target.remove(subject);
      return;
    }
    JsonNode present = target.get(subject);
    if (deletes) {
      if (present instanceof ArrayNode list) {
        target.set(subject, MergedList.deleteScalars(list, list(value)));
      }
      return;
    }
    Optional<Field> field = type.flatMap(t -> t.find(subject));
    boolean replaces = field.filter(f -> f.merge().patchStrategy().contains("replace")).isPresent();
    if (!replaces && present instanceof ObjectNode object && value instanceof ObjectNode changes) {
      target.set(subject, merge(structure(field.map(Field::type)), object, changes));
    } else if (present instanceof ArrayNode list && value instanceof ArrayNode changes) {
      target.set(subject, mergeList(field, list, changes));
    } else {
      target.set(subject, Directives.asData(value));
    }
  }

  private static ArrayNode mergeList(Optional<Field> field, ArrayNode list, ArrayNode changes) {
    return MergedList.of(field)
        .map(merged -> merged.merge(list, changes))
        .orElseGet(() -> (ArrayNode) Directives.asData(changes));
  }

  /// The structure behind a field or an element, also of a map of structures.
  static Optional<ObjectType> structure(Optional<Type> type) {
    return type.flatMap(
        t ->
            switch (t) {
              case Type.Structure(ObjectType object) -> Optional.of(object);
              case Type.ListOf(Type element) -> structure(Optional.of(element));
              case Type.MapOf _, Type.Scalar _ -> Optional.empty();
            });
  }

  /// Drops from the target what the patch does not retain.
  private static void retainKeys(ObjectNode target, ObjectNode patch) {
    JsonNode retained = patch.remove(Directives.RETAIN_KEYS);
    if (retained == null) {
      return;
    }
    if (!retained.isArray()) {
      throw StatusException.badRequest("invalid patch format of retainKeys");
    }
    Set<String> keys = new HashSet<>();
    retained.forEach(key -> keys.add(key.asString("")));
    for (Map.Entry<String, JsonNode> change : patch.properties()) {
      if (!change.getValue().isNull() && !keys.contains(Directives.subject(change.getKey()))) {
        throw new StatusException(
            StatusReason.INVALID,
            "the server rejected our request due to an error in our request",
            Optional.of(new StatusException.Details("", "", "", "", List.of())));
      }
    }
    target.properties().removeIf(field -> !keys.contains(field.getKey()));
  }

  /// Merges the lists whose order the patch gives, and takes them out of the patch.
  private static void setElementOrders(
      Optional<ObjectType> type, ObjectNode target, ObjectNode patch) {
    List<String> orders =
        patch.propertyNames().stream()
            .filter(name -> name.startsWith(Directives.SET_ELEMENT_ORDER))
            .toList();
    for (String directive : orders) {
      String name = Directives.subject(directive);
      JsonNode order = patch.remove(directive);
      if (order == null || !order.isArray()) {
        throw StatusException.badRequest("invalid patch format of setElementOrder list");
      }
      JsonNode changes = patch.get(name);
      if (changes != null && changes.isNull()) {
        continue;
      }
      JsonNode present = target.get(name);
      if (!(present instanceof ArrayNode) && !(changes instanceof ArrayNode)) {
        continue;
      }
      patch.remove(name);
      Optional<Field> field = type.flatMap(t -> t.find(name));
      ArrayNode list = present instanceof ArrayNode array ? array : target.arrayNode();
      ArrayNode with = changes instanceof ArrayNode array ? array : target.arrayNode();
      ArrayNode removed =
          patch.remove(Directives.DELETE_FROM_PRIMITIVE_LIST + name) instanceof ArrayNode array
              ? array
              : target.arrayNode();
      target.set(
          name,
          MergedList.of(field)
              .map(merged -> merged.mergeInOrder(list, with, removed, (ArrayNode) order))
              .orElseGet(() -> changes == null ? list : (ArrayNode) Directives.asData(with)));
    }
  }

  private static ArrayNode list(JsonNode value) {
    if (value instanceof ArrayNode list) {
      return list;
    }
    throw StatusException.badRequest("invalid patch format of primitive list");
  }
}
