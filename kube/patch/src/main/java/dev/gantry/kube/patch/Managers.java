package dev.gantry.kube.patch;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.platform.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The managers of an object's fields, while a write is worked into them.
final class Managers {
  /// More entries of updates than this are merged, the oldest first.
  private static final int MAX_UPDATE_ENTRIES = 10;

  private static final String ANCIENT = "ancient-changes";

  /// Never owned: the server's own, or what names the object.
  private static final FieldSet NEVER_TRACKED =
      FieldSet.of("apiVersion")
          .union(FieldSet.of("kind"))
          .union(FieldSet.of("metadata"))
          .union(FieldSet.of("metadata", "name"))
          .union(FieldSet.of("metadata", "namespace"))
          .union(FieldSet.of("metadata", "creationTimestamp"))
          .union(FieldSet.of("metadata", "selfLink"))
          .union(FieldSet.of("metadata", "uid"))
          .union(FieldSet.of("metadata", "clusterName"))
          .union(FieldSet.of("metadata", "generation"))
          .union(FieldSet.of("metadata", "managedFields"))
          .union(FieldSet.of("metadata", "resourceVersion"));

  private final Map<ManagerEntry.Id, ManagerEntry> entries = new LinkedHashMap<>();

  private Managers() {}

  /// Those that a client wrote.
  ///
  /// @throws IllegalArgumentException when an entry is malformed
  static Managers decode(JsonNode managedFields) {
    Managers managers = new Managers();
    for (JsonNode json : managedFields) {
      ManagerEntry entry = ManagerEntry.decode(json);
      managers.entries.merge(
          entry.id(), entry, (a, b) -> b.withFields(a.fields().union(b.fields())));
    }
    return managers;
  }

  /// Those of a stored object.
  static Managers of(KubeObject stored) {
    Managers managers = new Managers();
    for (JsonNode json : stored.metadata().path("managedFields")) {
      ManagerEntry entry = ManagerEntry.stored(json);
      managers.entries.put(entry.id(), entry);
    }
    return managers;
  }

  static Managers none() {
    return new Managers();
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  Optional<ManagerEntry> find(ManagerEntry.Id id) {
    return Optional.ofNullable(entries.get(id));
  }

  List<ManagerEntry> others(ManagerEntry.Id id) {
    return entries.values().stream().filter(entry -> !entry.id().equals(id)).toList();
  }

  /// What anybody owns.
  FieldSet allFields() {
    return entries.values().stream()
        .map(ManagerEntry::fields)
        .reduce(FieldSet.EMPTY, FieldSet::union);
  }

  Managers copy() {
    Managers copy = new Managers();
    copy.entries.putAll(entries);
    return copy;
  }

  void put(ManagerEntry entry) {
    if (entry.isEmpty()) {
      entries.remove(entry.id());
    } else {
      entries.put(entry.id(), entry);
    }
  }

  /// Takes fields that changed hands or are gone from everybody.
  void take(FieldSet fields) {
    entries.replaceAll((_, entry) -> entry.without(fields));
    entries.values().removeIf(ManagerEntry::isEmpty);
  }

  /// Takes fields from everybody but one.
  void takeFromOthers(ManagerEntry.Id keeper, FieldSet fields) {
    Optional<ManagerEntry> kept = find(keeper);
    take(fields);
    kept.ifPresent(this::put);
  }

  /// Gives fields to an updater.
  void giveToUpdater(ManagerEntry.Id id, String apiVersion, Instant now, FieldSet fields) {
    FieldSet tracked = fields.difference(NEVER_TRACKED);
    if (!tracked.isEmpty()) {
      FieldSet before = find(id).map(ManagerEntry::fields).orElse(FieldSet.EMPTY);
      put(ManagerEntry.of(id, apiVersion, now, before.union(tracked)));
      capUpdateEntries();
    }
  }

  static FieldSet tracked(FieldSet fields) {
    return fields.difference(NEVER_TRACKED);
  }

  /// Merges the oldest updaters of each version until few enough are left.
  private void capUpdateEntries() {
    List<ManagerEntry> updaters =
        new ArrayList<>(
            entries.values().stream()
                .filter(entry -> !entry.id().isApplier())
                .sorted(ManagerEntry.ORDER)
                .toList());
    int left = updaters.size();
    Map<String, ManagerEntry> oldest = new LinkedHashMap<>();
    for (ManagerEntry entry : updaters) {
      if (left <= MAX_UPDATE_ENTRIES) {
        return;
      }
      String version = entry.apiVersion();
      ManagerEntry merged = oldest.get(version);
      if (merged == null) {
        oldest.put(version, entry);
        continue;
      }
      entries.remove(merged.id());
      entries.remove(entry.id());
      ManagerEntry.Id id = ManagerEntry.Id.of(ANCIENT, ManagerEntry.UPDATE, version, "");
      ManagerEntry bucket =
          ManagerEntry.of(id, version, entry.time(), merged.fields().union(entry.fields()));
      entries.put(id, bucket);
      oldest.put(version, bucket);
      left--;
    }
  }

  /// The object with these managers.
  KubeObject writeTo(KubeObject object) {
    ArrayNode list = Json.mapper().createArrayNode();
    entries.values().stream().sorted(ManagerEntry.ORDER).forEach(entry -> list.add(entry.encode()));
    return write(object, list);
  }

  /// The object with a list of managers; none when the list is empty.
  static KubeObject write(KubeObject object, JsonNode managedFields) {
    ObjectNode json = Json.mapper().createObjectNode();
    json.setAll(object.json());
    ObjectNode metadata = Json.mapper().createObjectNode();
    if (object.metadata() instanceof ObjectNode present) {
      metadata.setAll(present);
    }
    if (managedFields.isEmpty()) {
      metadata.remove("managedFields");
    } else {
      metadata.set("managedFields", managedFields);
    }
    json.set("metadata", metadata);
    return KubeObject.of(json);
  }

  boolean sameAs(Managers other) {
    return entries.size() == other.entries.size()
        && entries.values().stream()
            .allMatch(
                entry ->
                    other
                        .find(entry.id())
                        .filter(that -> that.apiVersion().equals(entry.apiVersion()))
                        .filter(that -> that.fields().equals(entry.fields()))
                        .isPresent());
  }
}
