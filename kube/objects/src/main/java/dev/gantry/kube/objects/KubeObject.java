package dev.gantry.kube.objects;

import dev.gantry.platform.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// An object of the cluster: a JSON tree with accessors for what all kinds share.
///
/// Objects are shared between caches, watchers and reconcilers, so **nobody may change the tree of
/// an object he did not make**; [#edit] gives a changed copy. Fields nobody knows are kept.
/// Missing fields read as empty: accessors never return null, and [#at] gives a missing node.
public final class KubeObject {
  private final ObjectNode json;

  private KubeObject(ObjectNode json) {
    this.json = json;
  }

  /// Takes over a tree: the caller may not change it afterwards.
  public static KubeObject of(ObjectNode json) {
    return new KubeObject(json);
  }

  /// An object with nothing but its kind and key.
  public static KubeObject named(GroupVersionKind kind, ObjectKey key) {
    ObjectNode json = Json.mapper().createObjectNode();
    json.put("apiVersion", kind.apiVersion()).put("kind", kind.kind());
    ObjectNode metadata = json.putObject("metadata").put("name", key.name());
    if (!key.namespace().isEmpty()) {
      metadata.put("namespace", key.namespace());
    }
    return new KubeObject(json);
  }

  /// The tree itself, to read.
  public ObjectNode json() {
    return json;
  }

  /// A copy, changed by `change`.
  public KubeObject edit(Consumer<ObjectNode> change) {
    ObjectNode copy = json.deepCopy();
    change.accept(copy);
    return new KubeObject(copy);
  }

  /// The node at a path of field names; a missing node where there is none.
  public JsonNode at(String... path) {
    JsonNode node = json;
    for (String field : path) {
      node = node.path(field);
    }
    return node;
  }

  public JsonNode spec() {
    return json.path("spec");
  }

  public JsonNode status() {
    return json.path("status");
  }

  public JsonNode metadata() {
    return json.path("metadata");
  }

  public String apiVersion() {
    return json.path("apiVersion").asString("");
  }

  public String kind() {
    return json.path("kind").asString("");
  }

  public GroupVersionKind groupVersionKind() {
    return GroupVersionKind.of(apiVersion(), kind());
  }

  public String name() {
    return metadata().path("name").asString("");
  }

  public String namespace() {
    return metadata().path("namespace").asString("");
  }

  public ObjectKey key() {
    return ObjectKey.of(this);
  }

  public String uid() {
    return metadata().path("uid").asString("");
  }

  public String resourceVersion() {
    return metadata().path("resourceVersion").asString("");
  }

  public long generation() {
    return metadata().path("generation").asLong(0);
  }

  public String creationTimestamp() {
    return metadata().path("creationTimestamp").asString("");
  }

  /// Whether deletion was asked for and the object only waits for finalizers or a grace period.
  public boolean isBeingDeleted() {
    return metadata().path("deletionTimestamp").isString();
  }

  public Map<String, String> labels() {
    return strings(metadata().path("labels"));
  }

  public Map<String, String> annotations() {
    return strings(metadata().path("annotations"));
  }

  public List<String> finalizers() {
    List<String> names = new ArrayList<>();
    metadata().path("finalizers").forEach(name -> names.add(name.asString("")));
    return names;
  }

  public List<OwnerReference> owners() {
    List<OwnerReference> owners = new ArrayList<>();
    for (JsonNode owner : metadata().path("ownerReferences")) {
      owners.add(
          new OwnerReference(
              owner.path("apiVersion").asString(""),
              owner.path("kind").asString(""),
              owner.path("name").asString(""),
              owner.path("uid").asString(""),
              owner.path("controller").asBoolean(false),
              owner.path("blockOwnerDeletion").asBoolean(false)));
    }
    return owners;
  }

  /// The owner that manages this object, if it has one.
  public Optional<OwnerReference> controller() {
    return owners().stream().filter(OwnerReference::controller).findFirst();
  }

  /// An object of strings as a map, in its order; empty when the node is none.
  public static Map<String, String> strings(JsonNode node) {
    Map<String, String> strings = new LinkedHashMap<>();
    node.properties().forEach(e -> strings.put(e.getKey(), e.getValue().asString("")));
    return strings;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KubeObject that && json.equals(that.json);
  }

  @Override
  public int hashCode() {
    return json.hashCode();
  }

  /// Names the object only: it may hold secrets.
  @Override
  public String toString() {
    return kind() + " " + key() + " at " + resourceVersion();
  }
}
