package dev.gantry.kube.patch;

import dev.gantry.platform.json.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One entry of `metadata.managedFields`: what somebody owns, by which kind of writing.
///
/// An entry of a stored object is only read as far as a write needs it: most writes touch few
/// fields and leave most entries as they are. What is stored was written by [FieldsV1#encode], so
/// fields can be looked up by their text.
final class ManagerEntry {
  static final String APPLY = "Apply";
  static final String UPDATE = "Update";

  private static final String FIELDS_V1 = "fieldsV1";

  /// The order in which upstream lists them.
  static final Comparator<ManagerEntry> ORDER =
      Comparator.comparing((ManagerEntry entry) -> entry.id.operation)
          .thenComparing(ManagerEntry::time)
          .thenComparing(entry -> entry.id.manager)
          .thenComparing(ManagerEntry::apiVersion)
          .thenComparing(entry -> entry.id.subresource);

  private final Id id;
  private final String apiVersion;
  private final String time;
  private @Nullable FieldSet fields;
  private final @Nullable JsonNode document;

  /// Who: an applier is one manager whatever the version it applies.
  ///
  /// @param subresource what it writes through; empty for the object itself
  record Id(String manager, String operation, String updatedVersion, String subresource) {
    static Id of(String manager, String operation, String apiVersion, String subresource) {
      return new Id(manager, operation, operation.equals(APPLY) ? "" : apiVersion, subresource);
    }

    boolean isApplier() {
      return operation.equals(APPLY);
    }

    /// As conflicts name it.
    String message() {
      StringBuilder text = new StringBuilder("\"").append(manager).append('"');
      if (!subresource.isEmpty()) {
        text.append(" with subresource \"").append(subresource).append('"');
      }
      if (!isApplier()) {
        text.append(" using ").append(updatedVersion);
      }
      return text.toString();
    }
  }

  /// @param document the entry as it was read, if it is unchanged since
  private ManagerEntry(
      Id id,
      String apiVersion,
      String time,
      @Nullable FieldSet fields,
      @Nullable JsonNode document) {
    this.id = id;
    this.apiVersion = apiVersion;
    this.time = time;
    this.fields = fields;
    this.document = document;
  }

  static ManagerEntry of(Id id, String apiVersion, Instant now, FieldSet fields) {
    return of(id, apiVersion, now.truncatedTo(ChronoUnit.SECONDS).toString(), fields);
  }

  /// @param time RFC 3339, when the manager last changed or took something; empty if unknown
  static ManagerEntry of(Id id, String apiVersion, String time, FieldSet fields) {
    return new ManagerEntry(id, apiVersion, time, fields, null);
  }

  /// Reads an entry that a client wrote.
  ///
  /// @throws IllegalArgumentException when it is malformed
  static ManagerEntry decode(JsonNode json) {
    String operation = json.path("operation").asString("");
    if (!operation.equals(APPLY) && !operation.equals(UPDATE)) {
      throw new IllegalArgumentException("operation must be `Apply` or `Update`");
    }
    if (!json.path("fieldsType").asString("").equals("FieldsV1")) {
      throw new IllegalArgumentException("fieldsType must be `FieldsV1`");
    }
    ManagerEntry entry = stored(json);
    return of(entry.id, entry.apiVersion, entry.time, FieldsV1.decode(json.path(FIELDS_V1)));
  }

  /// Reads an entry of a stored object.
  static ManagerEntry stored(JsonNode json) {
    String apiVersion = json.path("apiVersion").asString("");
    Id id =
        Id.of(
            json.path("manager").asString(""),
            json.path("operation").asString(""),
            apiVersion,
            json.path("subresource").asString(""));
    return new ManagerEntry(id, apiVersion, json.path("time").asString(""), null, json);
  }

  Id id() {
    return id;
  }

  String apiVersion() {
    return apiVersion;
  }

  String time() {
    return time;
  }

  FieldSet fields() {
    FieldSet known = fields;
    if (known == null) {
      known = document == null ? FieldSet.EMPTY : FieldsV1.decode(document.path(FIELDS_V1));
      fields = known;
    }
    return known;
  }

  boolean isEmpty() {
    if (fields == null && document != null) {
      return document.path(FIELDS_V1).isEmpty();
    }
    return fields().isEmpty();
  }

  /// The entry without some fields; itself if it has none of them: what does not change is not
  /// written anew.
  @SuppressWarnings("ReferenceEquality")
  ManagerEntry without(FieldSet taken) {
    if (fields == null
        && document != null
        && !FieldsV1.mayIntersect(document.path(FIELDS_V1), taken)) {
      return this;
    }
    FieldSet kept = fields().difference(taken);
    return kept == fields ? this : of(id, apiVersion, time, kept);
  }

  ManagerEntry withFields(FieldSet changed) {
    return of(id, apiVersion, time, changed);
  }

  JsonNode encode() {
    return document == null ? write() : document;
  }

  private ObjectNode write() {
    ObjectNode json = Json.mapper().createObjectNode();
    json.put("manager", id.manager);
    json.put("operation", id.operation);
    json.put("apiVersion", apiVersion);
    if (!time.isEmpty()) {
      json.put("time", time);
    }
    json.put("fieldsType", "FieldsV1");
    json.set(FIELDS_V1, FieldsV1.encode(fields()));
    if (!id.subresource.isEmpty()) {
      json.put("subresource", id.subresource);
    }
    return json;
  }
}
