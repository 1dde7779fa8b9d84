package dev.gantry.kube.schema.openapi;

import dev.gantry.platform.json.Json;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The query parameters of an operation.
enum Parameters {
  ALLOW_WATCH_BOOKMARKS("allowWatchBookmarks", "boolean", "Whether a watch may send bookmarks."),
  CONTINUE("continue", "string", "Where the list before this one ended."),
  DRY_RUN("dryRun", "string", "All: do everything but store."),
  FIELD_MANAGER("fieldManager", "string", "Who owns the fields that are written."),
  FIELD_SELECTOR("fieldSelector", "string", "Which objects, by the values of their fields."),
  FIELD_VALIDATION(
      "fieldValidation",
      "string",
      "What happens to fields that are unknown or occur twice: Ignore, Warn (the default) or"
          + " Strict."),
  FORCE("force", "boolean", "For an apply: take fields from other managers."),
  GRACE_PERIOD_SECONDS("gracePeriodSeconds", "integer", "How long the object has to end."),
  LABEL_SELECTOR("labelSelector", "string", "Which objects, by their labels."),
  LIMIT("limit", "integer", "The most objects to answer."),
  ORPHAN_DEPENDENTS("orphanDependents", "boolean", "Deprecated: use propagationPolicy."),
  PRETTY("pretty", "string", "Whether the answer is indented."),
  PROPAGATION_POLICY(
      "propagationPolicy",
      "string",
      "What happens to dependents: Orphan, Background or Foreground."),
  RESOURCE_VERSION("resourceVersion", "string", "How fresh the answer must be."),
  RESOURCE_VERSION_MATCH(
      "resourceVersionMatch", "string", "How resourceVersion is meant: Exact or NotOlderThan."),
  SEND_INITIAL_EVENTS(
      "sendInitialEvents", "boolean", "Whether a watch begins with what exists already."),
  TIMEOUT_SECONDS("timeoutSeconds", "integer", "When a list or a watch ends."),
  WATCH("watch", "boolean", "Whether to answer with changes instead of a list.");

  private final String name;
  private final String type;
  private final String description;

  Parameters(String name, String type, String description) {
    this.name = name;
    this.type = type;
    this.description = description;
  }

  static List<Parameters> of(Operations operation) {
    return switch (operation.action()) {
      case "list" ->
          List.of(
              ALLOW_WATCH_BOOKMARKS,
              CONTINUE,
              FIELD_SELECTOR,
              LABEL_SELECTOR,
              LIMIT,
              RESOURCE_VERSION,
              RESOURCE_VERSION_MATCH,
              SEND_INITIAL_EVENTS,
              TIMEOUT_SECONDS,
              WATCH);
      case "deletecollection" ->
          List.of(
              CONTINUE,
              DRY_RUN,
              FIELD_SELECTOR,
              GRACE_PERIOD_SECONDS,
              LABEL_SELECTOR,
              LIMIT,
              ORPHAN_DEPENDENTS,
              PROPAGATION_POLICY,
              RESOURCE_VERSION,
              RESOURCE_VERSION_MATCH,
              SEND_INITIAL_EVENTS,
              TIMEOUT_SECONDS);
      case "delete" ->
          List.of(DRY_RUN, GRACE_PERIOD_SECONDS, ORPHAN_DEPENDENTS, PROPAGATION_POLICY);
      case "post", "put" -> List.of(DRY_RUN, FIELD_MANAGER, FIELD_VALIDATION);
      case "patch" -> List.of(DRY_RUN, FIELD_MANAGER, FIELD_VALIDATION, FORCE);
      default -> List.of();
    };
  }

  void addTo(ArrayNode parameters, Dialect dialect) {
    ObjectNode parameter =
        parameters.addObject().put("name", name).put("in", "query").put("description", description);
    typed(parameter, type, dialect);
  }

  /// A part of the path, `{name}`.
  static void addPathPart(ArrayNode parameters, String name, Dialect dialect) {
    ObjectNode parameter =
        parameters.addObject().put("name", name).put("in", "path").put("required", true);
    typed(parameter, "string", dialect);
  }

  private static void typed(ObjectNode parameter, String type, Dialect dialect) {
    ObjectNode schema = Json.mapper().createObjectNode().put("type", type).put("uniqueItems", true);
    if (dialect == Dialect.V3) {
      parameter.set("schema", schema);
    } else {
      parameter.setAll(schema);
    }
  }
}
