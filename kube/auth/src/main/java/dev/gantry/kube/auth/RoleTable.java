package dev.gantry.kube.auth;

import dev.gantry.platform.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// Collects the roles and bindings that every cluster starts with. Lists are written as words
/// with spaces between them, as in `rule("get list watch", "apps batch", "deployments jobs")`;
/// the core group, whose name is empty, is written `core`.
final class RoleTable {
  private static final String GROUP = "rbac.authorization.k8s.io";

  private final List<ObjectNode> roles = new ArrayList<>();
  private final List<ObjectNode> bindings = new ArrayList<>();

  List<ObjectNode> roles() {
    return List.copyOf(roles);
  }

  List<ObjectNode> bindings() {
    return List.copyOf(bindings);
  }

  Role role(String name) {
    ObjectNode json = object("ClusterRole", name, Map.of());
    json.putArray("rules");
    roles.add(json);
    return new Role(json);
  }

  /// A role whose rules are those of all roles with a label.
  Role aggregated(String name, String part) {
    Role role = role(name);
    role.json
        .putObject("aggregationRule")
        .putArray("clusterRoleSelectors")
        .addObject()
        .putObject("matchLabels")
        .put("rbac.authorization.k8s.io/aggregate-to-" + part, "true");
    return role;
  }

  void bindToGroup(String role, String binding, String... groups) {
    ObjectNode json = binding(role, binding);
    for (String group : groups) {
      subject(json, "Group", group).put("apiGroup", GROUP);
    }
  }

  void bindToUser(String role, String user) {
    subject(binding(role, role), "User", user).put("apiGroup", GROUP);
  }

  void bindToAccount(String role, String account) {
    subject(binding(role, role), "ServiceAccount", account).put("namespace", "kube-system");
  }

  private ObjectNode binding(String role, String name) {
    ObjectNode json = object("ClusterRoleBinding", name, Map.of());
    json.putObject("roleRef").put("apiGroup", GROUP).put("kind", "ClusterRole").put("name", role);
    json.putArray("subjects");
    bindings.add(json);
    return json;
  }

  private static ObjectNode subject(ObjectNode binding, String kind, String name) {
    return binding.withArray("subjects").addObject().put("kind", kind).put("name", name);
  }

  private static ObjectNode object(String kind, String name, Map<String, String> labels) {
    ObjectNode json = Json.mapper().createObjectNode();
    json.put("apiVersion", GROUP + "/v1").put("kind", kind);
    ObjectNode metadata = json.putObject("metadata").put("name", name);
    metadata.putObject("labels").put("kubernetes.io/bootstrapping", "rbac-defaults");
    labels.forEach(metadata.withObject("labels")::put);
    metadata.putObject("annotations").put("rbac.authorization.kubernetes.io/autoupdate", "true");
    return json;
  }

  /// A role being written.
  static final class Role {
    private final ObjectNode json;

    private Role(ObjectNode json) {
      this.json = json;
    }

    Role rule(String verbs, String groups, String resources) {
      return add(
          new PolicyRule(words(verbs), groups(groups), words(resources), List.of(), List.of()));
    }

    Role named(String verbs, String groups, String resources, String names) {
      return add(
          new PolicyRule(words(verbs), groups(groups), words(resources), words(names), List.of()));
    }

    Role urls(String verbs, String urls) {
      return add(new PolicyRule(words(verbs), List.of(), List.of(), List.of(), words(urls)));
    }

    /// Makes the role part of an aggregated one.
    Role partOf(String aggregated) {
      json.withObject("metadata")
          .withObject("labels")
          .put("rbac.authorization.k8s.io/aggregate-to-" + aggregated, "true");
      return this;
    }

    private Role add(PolicyRule rule) {
      json.withArray("rules").add(rule.json());
      return this;
    }

    private static List<String> groups(String text) {
      return words(text).stream().map(group -> group.equals("core") ? "" : group).toList();
    }

    private static List<String> words(String text) {
      return List.of(text.strip().split("\\s+"));
    }
  }
}
