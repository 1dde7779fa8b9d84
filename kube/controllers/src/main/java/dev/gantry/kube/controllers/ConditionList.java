package dev.gantry.kube.controllers;

import dev.gantry.kube.objects.KubeTimes;
import dev.gantry.platform.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The conditions of a status under work.
final class ConditionList {
  private final List<ObjectNode> conditions = new ArrayList<>();
  private final Instant now;

  /// Starts from a copy of what is there.
  ConditionList(JsonNode present, Instant now) {
    present.forEach(condition -> conditions.add((ObjectNode) condition.deepCopy()));
    this.now = now;
  }

  Optional<JsonNode> find(String type) {
    return conditions.stream()
        .filter(c -> c.path("type").asString("").equals(type))
        .findFirst()
        .map(JsonNode.class::cast);
  }

  /// The reason of a condition; empty text when there is no such condition.
  String reason(String type) {
    return find(type).map(c -> c.path("reason").asString("")).orElse("");
  }

  void remove(String type) {
    conditions.removeIf(c -> c.path("type").asString("").equals(type));
  }

  /// Sets a condition; one with this status and reason is left as it is, its message too.
  void setOnce(String type, String status, String reason, String message) {
    if (says(type, status, reason)) {
      return;
    }
    replace(type, status, reason, message);
  }

  private boolean says(String type, String status, String reason) {
    return find(type)
        .filter(c -> c.path("status").asString("").equals(status))
        .filter(c -> c.path("reason").asString("").equals(reason))
        .isPresent();
  }

  /// Sets a condition with message and all; the time of transition stays while the status does.
  ObjectNode replace(String type, String status, String reason, String message) {
    String since =
        find(type)
            .filter(c -> c.path("status").asString("").equals(status))
            .map(c -> c.path("lastTransitionTime").asString(""))
            .filter(time -> !time.isEmpty())
            .orElse(KubeTimes.seconds(now));
    remove(type);
    ObjectNode condition = Json.mapper().createObjectNode();
    condition
        .put("type", type)
        .put("status", status)
        .put("lastTransitionTime", since)
        .put("reason", reason)
        .put("message", message);
    conditions.add(condition);
    return condition;
  }

  /// Writes the conditions into a status; none when there are none.
  void into(ObjectNode status) {
    if (conditions.isEmpty()) {
      status.remove("conditions");
      return;
    }
    ArrayNode list = status.putArray("conditions");
    conditions.forEach(list::add);
  }
}
