package dev.gantry.kube.schema.discovery;

import dev.gantry.kube.schema.Kind;
import dev.gantry.kube.schema.Kind.Subresource;
import dev.gantry.platform.json.Json;
import java.util.Collection;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A row of an `APIResourceList`.
final class ResourceRow {
  private ResourceRow() {}

  static ObjectNode of(Kind kind) {
    ObjectNode row = Json.mapper().createObjectNode();
    row.put("name", kind.plural())
        .put("singularName", kind.singular())
        .put("namespaced", kind.namespaced())
        .put("kind", kind.groupVersionKind().kind());
    strings(row.putArray("verbs"), kind.verbs());
    if (!kind.shortNames().isEmpty()) {
      strings(row.putArray("shortNames"), kind.shortNames());
    }
    if (!kind.categories().isEmpty()) {
      strings(row.putArray("categories"), kind.categories());
    }
    return row;
  }

  /// Subresources of another group's kind name that group.
  static ObjectNode of(Kind kind, Subresource subresource) {
    ObjectNode row = Json.mapper().createObjectNode();
    row.put("name", kind.plural() + "/" + subresource.name())
        .put("singularName", "")
        .put("namespaced", kind.namespaced());
    if (!subresource.kind().groupVersion().equals(kind.groupVersionKind().groupVersion())) {
      row.put("group", subresource.kind().group()).put("version", subresource.kind().version());
    }
    row.put("kind", subresource.kind().kind());
    strings(row.putArray("verbs"), subresource.verbs());
    return row;
  }

  static void strings(ArrayNode array, Collection<String> values) {
    values.stream().sorted().forEach(array::add);
  }
}
