package dev.gantry.kube.schema.openapi;

import dev.gantry.kube.objects.GroupVersionKind;
import dev.gantry.kube.schema.Kind;
import dev.gantry.kube.schema.Kinds;
import dev.gantry.kube.schema.ObjectType;
import dev.gantry.platform.json.Json;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Which structures are kinds: `x-kubernetes-group-version-kind`.
final class KindMarks {
  static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";

  private KindMarks() {}

  /// By definition name. Options of a deletion and events of a watch are kinds of every group.
  static Map<String, ArrayNode> of(Kinds kinds) {
    Map<String, ArrayNode> marks = new HashMap<>();
    for (Kind kind : kinds.all()) {
      add(marks, kind.type().name(), kind.groupVersionKind());
      listType(kinds, kind).ifPresent(list -> add(marks, list.name(), listKind(kind)));
      for (Kind.Subresource subresource : kind.subresources()) {
        kinds
            .find(subresource.kind())
            .ifPresent(other -> add(marks, other.type().name(), other.groupVersionKind()));
      }
    }
    kinds
        .groupVersions()
        .forEach(
            version -> {
              add(marks, META + "DeleteOptions", version.kind("DeleteOptions"));
              add(marks, META + "WatchEvent", version.kind("WatchEvent"));
            });
    add(marks, META + "Status", GroupVersionKind.of("v1", "Status"));
    return marks;
  }

  /// The structure of a kind's lists, when it has lists.
  static Optional<ObjectType> listType(Kinds kinds, Kind kind) {
    return kind.verbs().contains("list")
        ? kinds.findType(kind.type().name() + "List")
        : Optional.empty();
  }

  private static GroupVersionKind listKind(Kind kind) {
    GroupVersionKind name = kind.groupVersionKind();
    return name.groupVersion().kind(name.kind() + "List");
  }

  private static void add(Map<String, ArrayNode> marks, String type, GroupVersionKind kind) {
    ArrayNode kinds = marks.computeIfAbsent(type, _ -> Json.mapper().createArrayNode());
    ObjectNode mark = one(kind);
    if (kinds.valueStream().noneMatch(mark::equals)) {
      kinds.add(mark);
    }
  }

  static ObjectNode one(GroupVersionKind kind) {
    return Json.mapper()
        .createObjectNode()
        .put("group", kind.group())
        .put("kind", kind.kind())
        .put("version", kind.version());
  }
}
