package dev.gantry.kube.schema;

import dev.gantry.kube.objects.GroupVersion;
import dev.gantry.kube.objects.GroupVersionKind;
import dev.gantry.kube.objects.StatusException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// All kinds that are served: an immutable snapshot.
///
/// Kinds with a resource are what discovery shows. Others are only written and read inside requests
/// (`Eviction`, `Scale`, `DeleteOptions`, `Status`): [#find(GroupVersionKind)] knows them too.
/// A custom resource is one more kind: [#with] gives a snapshot that has it.
public final class Kinds {
  private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";

  /// Kinds about requests, which exist in every group version.
  private static final Set<String> EVERYWHERE =
      Set.of("DeleteOptions", "CreateOptions", "UpdateOptions", "PatchOptions", "WatchEvent");

  private static final Set<String> META_V1 =
      Set.of(
          "APIGroup",
          "APIGroupList",
          "APIResourceList",
          "APIVersions",
          "PartialObjectMetadata",
          "PartialObjectMetadataList",
          "Status",
          "Table");

  private final StructureTable structures;
  private final Map<GroupVersionKind, Kind> byName = new LinkedHashMap<>();
  private final Map<String, Kind> byResource = new LinkedHashMap<>();
  private final Map<GroupVersion, List<Kind>> byVersion = new LinkedHashMap<>();

  private Kinds(StructureTable structures, Collection<Kind> kinds) {
    this.structures = structures;
    for (Kind kind : kinds) {
      byName.put(kind.groupVersionKind(), kind);
      if (kind.hasResource()) {
        byResource.put(resourceKey(kind.group(), kind.version(), kind.plural()), kind);
        byVersion
            .computeIfAbsent(kind.groupVersionKind().groupVersion(), _ -> new ArrayList<>())
            .add(kind);
      }
    }
  }

  private static final class BuiltIn {
    static final Kinds KINDS = load();

    private static Kinds load() {
      StructureTable structures = new StructureTable(resource("structure.txt"));
      return new Kinds(structures, KindTable.read(resource("kinds.txt"), structures));
    }
  }

  /// The kinds that are part of Kubernetes itself. Read once, on first use.
  public static Kinds builtIn() {
    return BuiltIn.KINDS;
  }

  /// These kinds and more. A kind that is already there is replaced.
  public Kinds with(Collection<Kind> more) {
    Map<GroupVersionKind, Kind> all = new LinkedHashMap<>(byName);
    more.forEach(kind -> all.put(kind.groupVersionKind(), kind));
    return new Kinds(structures, all.values());
  }

  public Optional<Kind> find(GroupVersionKind name) {
    Kind kind = byName.get(name);
    return kind != null ? Optional.of(kind) : findMeta(name);
  }

  /// The kind with a name.
  ///
  /// @throws StatusException BadRequest when there is none
  public Kind get(GroupVersionKind name) {
    return find(name)
        .orElseThrow(
            () ->
                StatusException.badRequest(
                    "no kind \"%s\" is registered for version \"%s\""
                        .formatted(name.kind(), name.apiVersion())));
  }

  private Optional<Kind> findMeta(GroupVersionKind name) {
    GroupVersion groupVersion = name.groupVersion();
    boolean meta = groupVersion.group().equals("meta.k8s.io");
    boolean core = groupVersion.equals(new GroupVersion("", "v1"));
    boolean known =
        EVERYWHERE.contains(name.kind())
            ? meta || byVersion.containsKey(groupVersion)
            : META_V1.contains(name.kind()) && (meta || core);
    return known
        ? structures.find(META + name.kind()).map(type -> Kind.withoutResource(name, type))
        : Optional.empty();
  }

  public Optional<Kind> findResource(String group, String version, String plural) {
    return Optional.ofNullable(byResource.get(resourceKey(group, version, plural)));
  }

  /// The kinds of a resource name in the order of preference; several versions of a group may have
  /// it, and several groups.
  public List<Kind> findResources(String plural) {
    return all().stream().filter(kind -> kind.plural().equals(plural)).toList();
  }

  /// All kinds with a resource, in the order of groups and preferred versions.
  public Collection<Kind> all() {
    return byResource.values();
  }

  /// The kinds with a resource of one group version, in its order.
  public List<Kind> in(GroupVersion groupVersion) {
    return List.copyOf(byVersion.getOrDefault(groupVersion, List.of()));
  }

  /// All group versions that have resources, as upstream orders groups; a group's preferred version
  /// comes first.
  public List<GroupVersion> groupVersions() {
    return List.copyOf(byVersion.keySet());
  }

  /// A structure by upstream's definition name, `io.k8s.api.core.v1.PodSpec`.
  public Optional<ObjectType> findType(String definition) {
    return structures.find(definition);
  }

  private static String resourceKey(String group, String version, String plural) {
    return group + "/" + version + "/" + plural;
  }

  private static String resource(String name) {
    try (InputStream in = Kinds.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing from this build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("read " + name, e);
    }
  }
}
