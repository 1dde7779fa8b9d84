package dev.gantry.kube.schema.discovery;

import dev.gantry.kube.objects.GroupVersion;
import dev.gantry.kube.schema.Document;
import dev.gantry.kube.schema.Kind;
import dev.gantry.kube.schema.Kinds;
import dev.gantry.platform.json.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The discovery documents of one snapshot of kinds, in the form of today (`/api` and `/apis` with
/// everything in them) and in the old one (a document a group version). Each is made when it is
/// first asked for.
public final class Discovery {
  private final Kinds kinds;
  private final Map<String, Document> made = new ConcurrentHashMap<>();

  public Discovery(Kinds kinds) {
    this.kinds = kinds;
  }

  /// `GET /api` as an `APIGroupDiscoveryList`.
  ///
  /// @param version of the group `apidiscovery.k8s.io`: `v2` or `v2beta1`
  public Document aggregatedCore(String version) {
    return once("api " + version, () -> aggregated(version, true));
  }

  /// `GET /apis` as an `APIGroupDiscoveryList`.
  public Document aggregatedGroups(String version) {
    return once("apis " + version, () -> aggregated(version, false));
  }

  /// `GET /api` as `APIVersions`.
  ///
  /// @param serverAddress `host:port`, for clients anywhere
  public Document coreVersions(String serverAddress) {
    // Not kept: the address is what a client says it is.
    return Document.of(Json.bytes(apiVersions(serverAddress)));
  }

  /// `GET /apis` as an `APIGroupList`.
  public Document groups() {
    return once(
        "groups",
        () -> {
          ObjectNode list = document("APIGroupList");
          ArrayNode groups = list.putArray("groups");
          byGroup().forEach((name, versions) -> groups.add(group(name, versions)));
          return list;
        });
  }

  /// `GET /apis/GROUP` as an `APIGroup`.
  public Optional<Document> group(String name) {
    List<GroupVersion> versions = byGroup().get(name);
    return versions == null
        ? Optional.empty()
        : Optional.of(
            once(
                "group " + name,
                () -> {
                  ObjectNode group = document("APIGroup");
                  group.setAll(group(name, versions));
                  return group;
                }));
  }

  /// `GET /api/v1` or `/apis/GROUP/VERSION` as an `APIResourceList`.
  public Optional<Document> resources(GroupVersion groupVersion) {
    return kinds.in(groupVersion).isEmpty()
        ? Optional.empty()
        : Optional.of(once("resources " + groupVersion, () -> resourceList(groupVersion)));
  }

  private Document once(String name, Supplier<ObjectNode> make) {
    return made.computeIfAbsent(name, _ -> Document.of(Json.bytes(make.get())));
  }

  /// The versions of each group except core's, groups and versions in their order.
  private Map<String, List<GroupVersion>> byGroup() {
    Map<String, List<GroupVersion>> groups = new LinkedHashMap<>();
    for (GroupVersion groupVersion : kinds.groupVersions()) {
      if (!groupVersion.group().isEmpty()) {
        groups.computeIfAbsent(groupVersion.group(), _ -> new ArrayList<>()).add(groupVersion);
      }
    }
    return groups;
  }

  private ObjectNode aggregated(String version, boolean core) {
    ObjectNode list = Json.mapper().createObjectNode();
    list.put("kind", "APIGroupDiscoveryList").put("apiVersion", "apidiscovery.k8s.io/" + version);
    list.putObject("metadata");
    ArrayNode items = list.putArray("items");
    Map<String, List<GroupVersion>> groups =
        core ? Map.of("", List.of(new GroupVersion("", "v1"))) : byGroup();
    groups.forEach(
        (name, versions) -> {
          ObjectNode group = items.addObject();
          group.putObject("metadata").put("name", name);
          ArrayNode all = group.putArray("versions");
          versions.forEach(each -> all.add(AggregatedVersion.of(each, sorted(each))));
        });
    return list;
  }

  private static ObjectNode apiVersions(String serverAddress) {
    ObjectNode versions = document("APIVersions");
    versions.putArray("versions").add("v1");
    versions
        .putArray("serverAddressByClientCIDRs")
        .addObject()
        .put("clientCIDR", "0.0.0.0/0")
        .put("serverAddress", serverAddress);
    return versions;
  }

  private static ObjectNode group(String name, List<GroupVersion> versions) {
    ObjectNode group = Json.mapper().createObjectNode().put("name", name);
    ArrayNode all = group.putArray("versions");
    versions.forEach(version -> all.add(versionRow(version)));
    group.set("preferredVersion", versionRow(versions.getFirst()));
    return group;
  }

  private static JsonNode versionRow(GroupVersion version) {
    return Json.mapper()
        .createObjectNode()
        .put("groupVersion", version.text())
        .put("version", version.version());
  }

  private ObjectNode resourceList(GroupVersion groupVersion) {
    ObjectNode list = document("APIResourceList").put("groupVersion", groupVersion.text());
    ArrayNode rows = list.putArray("resources");
    for (Kind kind : sorted(groupVersion)) {
      rows.add(ResourceRow.of(kind));
      kind.subresources().forEach(subresource -> rows.add(ResourceRow.of(kind, subresource)));
    }
    return list;
  }

  private List<Kind> sorted(GroupVersion groupVersion) {
    return kinds.in(groupVersion).stream().sorted(Comparator.comparing(Kind::plural)).toList();
  }

  private static ObjectNode document(String kind) {
    return Json.mapper().createObjectNode().put("kind", kind).put("apiVersion", "v1");
  }
}
