package dev.gantry.kube.patch;

import dev.gantry.platform.json.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One entry of `metadata.managedFields`: what somebody owns, by which kind of writing.
///
/// @param time RFC 3339, when the manager last changed or took something; empty if unknown
/// @param document the entry as it was read, if it is unchanged since
record ManagerEntry(
    Id id, String apiVersion, String time, FieldSet fields, Optional<JsonNode> document) {
  static final String APPLY = "Apply";
  static final String UPDATE = "Update";

  /// The order in which upstream lists them.
  static final Comparator<ManagerEntry> ORDER =
      Comparator.comparing((ManagerEntry entry) -> entry.id.operation)
          .thenComparing(ManagerEntry::time)
          .thenComparing(entry -> entry.id.manager)
          .thenComparing(ManagerEntry::apiVersion)
          .thenComparing(entry -> entry.id.subresource);

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

  static ManagerEntry of(Id id, String apiVersion, Instant now, FieldSet fields) {
    String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
    return new ManagerEntry(id, apiVersion, time, fields, Optional.empty());
  }

  /// @throws IllegalArgumentException when the entry is malformed
  static ManagerEntry decode(JsonNode json) {
    String operation = json.path("operation").asString("");
    if (!operation.equals(APPLY) && !operation.equals(UPDATE)) {
      throw new IllegalArgumentException("operation must be `Apply` or `Update`");
    }
    if (!json.path("fieldsType").asString("").equals("FieldsV1")) {
      throw new IllegalArgumentException("fieldsType must be `FieldsV1`");
    }
    String apiVersion = json.path("apiVersion").asString("");
    Id id =
        Id.of(
            json.path("manager").asString(""),
            operation,
            apiVersion,
            json.path("subresource").asString(""));
    return new ManagerEntry(
        id,
        apiVersion,
        json.path("time").asString(""),
        FieldsV1.decode(json.path("fieldsV1")),
        Optional.of(json));
  }

  /// Itself for the set it has: what does not change is not written anew.
  @SuppressWarnings("ReferenceEquality")
  ManagerEntry withFields(FieldSet changed) {
    return changed == fields
        ? this
        : new ManagerEntry(id, apiVersion, time, changed, Optional.empty());
  }

  JsonNode encode() {
    return document.orElseGet(this::write);
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
    json.set("fieldsV1", FieldsV1.encode(fields));
    if (!id.subresource.isEmpty()) {
      json.put("subresource", id.subresource);
    }
    return json;
  }
}
