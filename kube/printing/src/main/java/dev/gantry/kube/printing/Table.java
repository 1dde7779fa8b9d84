package dev.gantry.kube.printing;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.schema.Kind;
import dev.gantry.platform.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// How objects of a kind are shown as a table (`as=Table`), which is what `kubectl get` prints.
///
/// Ages and the like are texts, computed for the moment of the request. Documents share nodes with
/// the objects they show.
public final class Table {
  private final List<Column> columns;
  private final boolean ofPods;

  /// What a row carries of its object: nothing, its metadata (what clients get that do not ask), or
  /// all of it.
  public enum IncludeObject {
    NONE,
    METADATA,
    OBJECT;

    /// Reads the query parameter; empty means metadata.
    ///
    /// @throws StatusException BadRequest for any other word
    public static IncludeObject parse(String text) {
      if (text.isEmpty()) {
        return METADATA;
      }
      for (IncludeObject value : values()) {
        String word = value.name().charAt(0) + value.name().substring(1).toLowerCase(Locale.ROOT);
        if (word.equals(text)) {
          return value;
        }
      }
      throw StatusException.badRequest("unrecognized includeObject value: \"" + text + "\"");
    }
  }

  private Table(List<Column> columns, boolean ofPods) {
    this.columns = List.copyOf(columns);
    this.ofPods = ofPods;
  }

  /// The table of a kind; empty for kinds that are answers and not stored, such as
  /// SelfSubjectAccessReview: a request for them as a table is not acceptable.
  public static Optional<Table> find(Kind kind) {
    String name = kind.groupVersionKind().kind();
    return kind.isStored()
        ? Optional.of(
            new Table(
                KindColumns.of(name, kind.group()), name.equals("Pod") && kind.group().isEmpty()))
        : Optional.empty();
  }

  /// A table with other columns, such as those that a custom resource asks for.
  public static Table withColumns(List<Column> columns) {
    return new Table(columns, false);
  }

  public List<Column> columns() {
    return columns;
  }

  /// A list as a table.
  ///
  /// @param listMetadata `resourceVersion`, `continue` and `remainingItemCount` of the list
  public ObjectNode of(
      List<KubeObject> objects, ObjectNode listMetadata, IncludeObject include, Instant now) {
    return document(objects, listMetadata, true, include, now);
  }

  /// One object as a table: the answer to a get.
  public ObjectNode of(KubeObject object, IncludeObject include, Instant now) {
    return document(List.of(object), versionOf(object), true, include, now);
  }

  /// One event of a watch; only the first says what the columns are.
  public ObjectNode ofEvent(
      KubeObject object, boolean withDefinitions, IncludeObject include, Instant now) {
    return document(List.of(object), versionOf(object), withDefinitions, include, now);
  }

  private static ObjectNode versionOf(KubeObject object) {
    return Json.mapper().createObjectNode().put("resourceVersion", object.resourceVersion());
  }

  private ObjectNode document(
      List<KubeObject> objects,
      ObjectNode metadata,
      boolean withDefinitions,
      IncludeObject include,
      Instant now) {
    ObjectNode table = Json.mapper().createObjectNode();
    table.put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
    table.set("metadata", metadata);
    if (withDefinitions) {
      define(table.putArray("columnDefinitions"));
    } else {
      table.putNull("columnDefinitions");
    }
    ArrayNode rows = table.putArray("rows");
    for (KubeObject object : objects) {
      rows.add(row(object, include, now));
    }
    return table;
  }

  private void define(ArrayNode definitions) {
    for (Column column : columns) {
      definitions
          .addObject()
          .put("name", column.name())
          .put("type", column.type())
          .put("format", column.format())
          .put("description", column.description())
          .put("priority", column.wide() ? 1 : 0);
    }
  }

  private ObjectNode row(KubeObject object, IncludeObject include, Instant now) {
    ObjectNode row = Json.mapper().createObjectNode();
    ArrayNode cells = row.putArray("cells");
    for (Column column : columns) {
      switch (column.cell().of(object, now)) {
        case Integer number -> cells.add(number);
        case Long number -> cells.add(number);
        case Boolean truth -> cells.add(truth);
        case Object text -> cells.add(text.toString());
      }
    }
    if (ofPods) {
      addConditions(row, object.status().path("phase").asString(""));
    }
    switch (include) {
      case NONE -> row.putNull("object");
      case METADATA -> row.set("object", PartialMetadata.of(object));
      case OBJECT -> row.set("object", object.json());
    }
    return row;
  }

  /// Rows of pods that have ended say so, for clients that hide them.
  private static void addConditions(ObjectNode row, String phase) {
    switch (phase) {
      case "Succeeded" -> completed(row, phase, "The pod has completed successfully.");
      case "Failed" -> completed(row, phase, "The pod failed.");
      default -> {
        // Not ended.
      }
    }
  }

  private static void completed(ObjectNode row, String reason, String message) {
    row.putArray("conditions")
        .addObject()
        .put("type", "Completed")
        .put("status", "True")
        .put("reason", reason)
        .put("message", message);
  }
}
