package dev.gantry.kube.auth;

import dev.gantry.kube.client.ApiClient;
import dev.gantry.kube.client.ListOptions;
import dev.gantry.kube.objects.BuiltInKinds;
import dev.gantry.kube.objects.GroupVersionKind;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.objects.StatusReason;
import dev.gantry.platform.lifecycle.TaskScope;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Makes the roles and bindings every cluster starts with, and mends them at each start: what
/// is missing is put back, what was added stays. Objects whose annotation
/// `rbac.authorization.kubernetes.io/autoupdate` is not `true` are left alone. When nothing
/// differs nothing is written.
public final class BootstrapRoles {
  private static final Logger log = LoggerFactory.getLogger(BootstrapRoles.class);
  private static final String AUTO_UPDATE = "rbac.authorization.kubernetes.io/autoupdate";

  private BootstrapRoles() {}

  /// Brings the cluster's roles up to date.
  ///
  /// @param api acts as a member of `system:masters`
  public static void reconcile(ApiClient api) throws InterruptedException {
    RoleTable table = new RoleTable();
    UserRoles.addTo(table);
    ComponentRoles.addTo(table);
    Map<String, KubeObject> roles = present(api, BuiltInKinds.CLUSTER_ROLE);
    Map<String, KubeObject> bindings = present(api, BuiltInKinds.CLUSTER_ROLE_BINDING);
    // Side by side, since the store commits what comes together at once.
    try (var scope = TaskScope.open("bootstrap roles")) {
      for (ObjectNode role : table.roles()) {
        missing(role, roles, "rules").ifPresent(object -> scope.fork(() -> write(api, object)));
      }
      for (ObjectNode binding : table.bindings()) {
        missing(binding, bindings, "subjects")
            .ifPresent(object -> scope.fork(() -> write(api, object)));
      }
      scope.join();
    }
  }

  private static Map<String, KubeObject> present(ApiClient api, GroupVersionKind kind) {
    Map<String, KubeObject> present = new HashMap<>();
    api.list(kind, ListOptions.ALL).items().forEach(object -> present.put(object.name(), object));
    return present;
  }

  /// What must be written so that the object has all it should have, if it lacks something.
  private static Optional<KubeObject> missing(
      ObjectNode wanted, Map<String, KubeObject> present, String list) {
    KubeObject object = KubeObject.of(wanted);
    KubeObject before = present.get(object.name());
    if (before == null) {
      return Optional.of(object);
    }
    if (!"true".equals(before.annotations().get(AUTO_UPDATE))) {
      return Optional.empty();
    }
    KubeObject after =
        before.edit(
            json -> {
              addLabels(json, object.labels());
              addElements(json, list, wanted.path(list));
              if (wanted.has("aggregationRule")) {
                json.set("aggregationRule", wanted.get("aggregationRule"));
              }
              if (wanted.has("roleRef")) {
                json.set("roleRef", wanted.get("roleRef"));
              }
            });
    return after.equals(before) ? Optional.empty() : Optional.of(after);
  }

  private static void addLabels(ObjectNode json, Map<String, String> labels) {
    ObjectNode present = json.withObject("metadata").withObject("labels");
    labels.forEach(present::put);
  }

  private static void addElements(ObjectNode json, String field, JsonNode wanted) {
    if (wanted.isEmpty()) {
      return;
    }
    ArrayNode present = json.withArray(field);
    List<JsonNode> before = List.copyOf(present.values());
    for (JsonNode each : wanted) {
      if (!before.contains(each)) {
        present.add(each);
      }
    }
  }

  private static KubeObject write(ApiClient api, KubeObject object) {
    try {
      return object.resourceVersion().isEmpty() ? api.create(object) : api.update(object);
    } catch (StatusException e) {
      if (e.is(StatusReason.ALREADY_EXISTS) || e.is(StatusReason.CONFLICT)) {
        log.info("role changed meanwhile, left as it is name={}", object.name());
        return object;
      }
      throw e;
    }
  }
}
