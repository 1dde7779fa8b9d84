package dev.gantry.kube.auth;

import dev.gantry.kube.client.ApiClient;
import dev.gantry.kube.objects.BuiltInKinds;
import java.util.ArrayList;
import java.util.List;

/// Decides by the cluster's roles and bindings. Nothing is allowed that no rule allows; members
/// of `system:masters` may do everything.
///
/// Reads them once and then follows their changes, so a decision costs no request. Until
/// [#start] has returned it knows no rules.
public final class RbacAuthorizer implements Authorizer, AutoCloseable {
  private final RbacIndex index = new RbacIndex();
  private final List<Follower> followers = new ArrayList<>();

  /// Reads roles and bindings and goes on following them.
  ///
  /// @param api acts as somebody who may read all of them and change cluster roles
  public void start(ApiClient api) throws InterruptedException {
    var aggregation = new RoleAggregation(api);
    followers.add(
        new Follower(
            api,
            BuiltInKinds.CLUSTER_ROLE,
            role -> {
              index.putRole(role);
              aggregation.put(role);
            },
            role -> {
              index.removeRole(RoleKey.of(role));
              aggregation.remove(role);
            },
            aggregation::reconcile));
    followers.add(
        new Follower(
            api,
            BuiltInKinds.ROLE,
            index::putRole,
            role -> index.removeRole(RoleKey.of(role)),
            () -> {}));
    for (var kind : List.of(BuiltInKinds.CLUSTER_ROLE_BINDING, BuiltInKinds.ROLE_BINDING)) {
      followers.add(
          new Follower(
              api,
              kind,
              index::putBinding,
              binding -> index.removeBinding(RoleKey.of(binding)),
              () -> {}));
    }
    for (Follower follower : followers) {
      follower.awaitComplete();
    }
  }

  @Override
  public Decision decide(AccessRequest request) {
    if (request.user().groups().contains(Groups.MASTERS)) {
      return Decision.allow("");
    }
    for (Binding binding : index.bindings(request.user(), request.namespace())) {
      for (PolicyRule rule : index.rules(binding.role())) {
        if (rule.allows(request)) {
          return Decision.allow(
              "RBAC: allowed by " + binding.text() + " of " + roleText(binding.role()));
        }
      }
    }
    return Decision.deny("");
  }

  private static String roleText(RoleKey role) {
    return (role.namespace().isEmpty() ? "ClusterRole" : "Role") + " \"" + role.name() + "\"";
  }

  /// All that somebody may do in a namespace; with an empty namespace, what he may do
  /// everywhere.
  public List<PolicyRule> rulesOf(UserInfo user, String namespace) {
    List<PolicyRule> rules = new ArrayList<>();
    if (user.groups().contains(Groups.MASTERS)) {
      rules.add(new PolicyRule(List.of("*"), List.of("*"), List.of("*"), List.of(), List.of()));
      rules.add(new PolicyRule(List.of("*"), List.of(), List.of(), List.of(), List.of("*")));
    }
    for (Binding binding : index.bindings(user, namespace)) {
      rules.addAll(index.rules(binding.role()));
    }
    return rules;
  }

  /// What a role allows.
  List<PolicyRule> rulesOf(RoleKey role) {
    return index.rules(role);
  }

  @Override
  public void close() {
    followers.reversed().forEach(Follower::close);
  }
}
