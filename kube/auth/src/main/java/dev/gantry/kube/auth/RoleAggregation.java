package dev.gantry.kube.auth;

import dev.gantry.kube.client.ApiClient;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.platform.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/// Fills the rules of cluster roles that are made of others, chosen by label: `admin`, `edit`,
/// `view`. Belongs to the thread that reports cluster roles.
final class RoleAggregation {
  private static final Logger log = LoggerFactory.getLogger(RoleAggregation.class);

  private final ApiClient api;
  private final Map<String, KubeObject> roles = new TreeMap<>();

  RoleAggregation(ApiClient api) {
    this.api = api;
  }

  void put(KubeObject role) {
    roles.put(role.name(), role);
  }

  void remove(KubeObject role) {
    roles.remove(role.name());
  }

  /// Brings aggregated roles up to date. One role may be part of another that is aggregated
  /// too; the change of the first is reported and brings us here again.
  void reconcile() {
    for (KubeObject role : List.copyOf(roles.values())) {
      JsonNode selectors = role.json().path("aggregationRule").path("clusterRoleSelectors");
      if (selectors.isEmpty()) {
        continue;
      }
      ArrayNode wanted = rules(role, selectors);
      if (!wanted.equals(role.json().path("rules"))
          && !(wanted.isEmpty() && role.json().path("rules").isEmpty())) {
        write(role, wanted);
      }
    }
  }

  private void write(KubeObject role, ArrayNode rules) {
    try {
      put(api.update(role.edit(json -> json.set("rules", rules))));
    } catch (StatusException e) {
      // Somebody else changed or removed it: we hear of that and come back.
      log.debug("aggregated role not written role={} problem={}", role.name(), e.getMessage());
    }
  }

  private ArrayNode rules(KubeObject aggregated, JsonNode selectors) {
    List<JsonNode> rules = new ArrayList<>();
    for (JsonNode selector : selectors) {
      for (KubeObject role : roles.values()) {
        if (!role.name().equals(aggregated.name()) && selects(selector, role.labels())) {
          for (JsonNode rule : role.json().path("rules")) {
            if (!rules.contains(rule)) {
              rules.add(rule);
            }
          }
        }
      }
    }
    ArrayNode array = Json.mapper().createArrayNode();
    rules.forEach(array::add);
    return array;
  }

  private static boolean selects(JsonNode selector, Map<String, String> labels) {
    for (var wanted : KubeObject.strings(selector.path("matchLabels")).entrySet()) {
      if (!wanted.getValue().equals(labels.get(wanted.getKey()))) {
        return false;
      }
    }
    for (JsonNode expression : selector.path("matchExpressions")) {
      if (!holds(expression, labels)) {
        return false;
      }
    }
    return true;
  }

  private static boolean holds(JsonNode expression, Map<String, String> labels) {
    String value = labels.get(expression.path("key").asString(""));
    boolean listed = false;
    for (JsonNode each : expression.path("values")) {
      listed |= each.asString("").equals(value);
    }
    return switch (expression.path("operator").asString("")) {
      case "In" -> listed;
      case "NotIn" -> !listed;
      case "Exists" -> value != null;
      case "DoesNotExist" -> value == null;
      default -> false;
    };
  }
}
