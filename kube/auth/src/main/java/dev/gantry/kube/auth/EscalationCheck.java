package dev.gantry.kube.auth;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.StatusException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Keeps people from giving away what they do not have: who writes a role must hold all it
/// allows, or be allowed to `escalate`; who writes a binding must hold all the role allows
/// where the binding holds, or be allowed to `bind` the role.
public final class EscalationCheck {
  private static final String GROUP = "rbac.authorization.k8s.io";

  private final RbacAuthorizer authorizer;

  public EscalationCheck(RbacAuthorizer authorizer) {
    this.authorizer = authorizer;
  }

  /// Checks a write of a role or binding; of other kinds nothing is asked.
  ///
  /// @param before the object so far, if it exists
  /// @throws StatusException Forbidden
  public void check(UserInfo user, KubeObject object, Optional<KubeObject> before) {
    if (user.groups().contains(Groups.MASTERS)
        || !object.groupVersionKind().group().equals(GROUP)) {
      return;
    }
    switch (object.kind()) {
      case "Role", "ClusterRole" -> checkRole(user, object, before);
      case "RoleBinding", "ClusterRoleBinding" -> checkBinding(user, object, before);
      default -> {}
    }
  }

  private void checkRole(UserInfo user, KubeObject role, Optional<KubeObject> before) {
    String resource = role.kind().equals("Role") ? "roles" : "clusterroles";
    boolean unchanged =
        before
            .filter(old -> same(old, role, "rules") && same(old, role, "aggregationRule"))
            .isPresent();
    if (unchanged || may(user, "escalate", resource, role.namespace(), role.name())) {
      return;
    }
    List<PolicyRule> rules = PolicyRule.parse(role.json().path("rules"));
    boolean aggregated = role.json().has("aggregationRule");
    List<PolicyRule> granted =
        aggregated
            // It will hold whatever others put into it.
            ? List.of(
                new PolicyRule(List.of("*"), List.of("*"), List.of("*"), List.of(), List.of()),
                new PolicyRule(List.of("*"), List.of(), List.of(), List.of(), List.of("*")))
            : rules;
    requireHeld(user, granted, resource, role.namespace(), role.name());
  }

  private void checkBinding(UserInfo user, KubeObject binding, Optional<KubeObject> before) {
    boolean unchanged =
        before
            .filter(old -> same(old, binding, "roleRef") && same(old, binding, "subjects"))
            .isPresent();
    RoleKey role = RoleKey.referredTo(binding.json().path("roleRef"), binding.namespace());
    String roles = role.namespace().isEmpty() ? "clusterroles" : "roles";
    if (unchanged || may(user, "bind", roles, binding.namespace(), role.name())) {
      return;
    }
    String resource = binding.kind().equals("RoleBinding") ? "rolebindings" : "clusterrolebindings";
    requireHeld(user, authorizer.rulesOf(role), resource, binding.namespace(), binding.name());
  }

  private static boolean same(KubeObject one, KubeObject other, String field) {
    return one.json().path(field).equals(other.json().path(field));
  }

  private boolean may(UserInfo user, String verb, String resource, String namespace, String name) {
    return authorizer
        .decide(new AccessRequest(user, verb, GROUP, resource, "", namespace, name, ""))
        .allowed();
  }

  private void requireHeld(
      UserInfo user, List<PolicyRule> granted, String resource, String namespace, String name) {
    List<PolicyRule> held = authorizer.rulesOf(user, namespace);
    List<PolicyRule> missing =
        granted.stream()
            .flatMap(rule -> rule.atoms().stream())
            .filter(atom -> held.stream().noneMatch(rule -> rule.covers(atom)))
            .toList();
    if (!missing.isEmpty()) {
      String groups =
          user.groups().stream()
              .map(group -> "\"" + group + "\"")
              .collect(Collectors.joining(" ", "[", "]"));
      throw StatusException.forbidden(
          GROUP,
          resource,
          name,
          "user \"%s\" (groups=%s) is attempting to grant RBAC permissions not currently held:\n%s"
              .formatted(
                  user.name(),
                  groups,
                  missing.stream().map(PolicyRule::text).collect(Collectors.joining("\n"))));
    }
  }
}
