package dev.gantry.kube.schema.discovery;

import dev.gantry.kube.objects.GroupVersion;
import dev.gantry.kube.objects.GroupVersionKind;
import dev.gantry.kube.schema.Kind;
import dev.gantry.kube.schema.Kind.Subresource;
import dev.gantry.platform.json.Json;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// One version of a group in an `APIGroupDiscoveryList`.
final class AggregatedVersion {
  private AggregatedVersion() {}

  static ObjectNode of(GroupVersion version, List<Kind> kinds) {
    ObjectNode node = Json.mapper().createObjectNode().put("version", version.version());
    ArrayNode resources = node.putArray("resources");
    kinds.forEach(kind -> resource(resources.addObject(), kind));
    return node.put("freshness", "Current");
  }

  private static void resource(ObjectNode node, Kind kind) {
    node.put("resource", kind.plural());
    responseKind(node, kind.groupVersionKind());
    node.put("scope", kind.namespaced() ? "Namespaced" : "Cluster")
        .put("singularResource", kind.singular());
    ResourceRow.strings(node.putArray("verbs"), kind.verbs());
    if (!kind.shortNames().isEmpty()) {
      ResourceRow.strings(node.putArray("shortNames"), kind.shortNames());
    }
    if (!kind.categories().isEmpty()) {
      ResourceRow.strings(node.putArray("categories"), kind.categories());
    }
    if (!kind.subresources().isEmpty()) {
      ArrayNode subresources = node.putArray("subresources");
      kind.subresources().forEach(each -> subresource(subresources.addObject(), each));
    }
  }

  private static void subresource(ObjectNode node, Subresource subresource) {
    node.put("subresource", subresource.name());
    responseKind(node, subresource.kind());
    ResourceRow.strings(node.putArray("verbs"), subresource.verbs());
  }

  private static void responseKind(ObjectNode node, GroupVersionKind kind) {
    node.putObject("responseKind")
        .put("group", kind.group())
        .put("version", kind.version())
        .put("kind", kind.kind());
  }
}
