package dev.gantry.kube.rules.validation;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.Names;
import java.util.List;

/// Roles and who has them.
final class RbacValidation {
  private static final String GROUP = "rbac.authorization.k8s.io";

  private RbacValidation() {}

  static void role(Place role) {
    rules(role, true);
  }

  static void clusterRole(Place role) {
    rules(role, false);
    Place aggregation = role.at("aggregationRule");
    if (aggregation.isSet()) {
      Place selectors = aggregation.at("clusterRoleSelectors");
      if (selectors.isEmpty()) {
        selectors.required(
            "at least one clusterRoleSelector required if aggregationRule is non-nil");
      }
      selectors.elements().forEach(Checks::labelSelector);
    }
  }

  private static void rules(Place role, boolean namespaced) {
    for (Place rule : role.at("rules").elements()) {
      if (rule.at("verbs").isEmpty()) {
        rule.at("verbs").required("verbs must contain at least one value");
      }
      Place urls = rule.at("nonResourceURLs");
      if (!urls.isEmpty()) {
        if (namespaced) {
          urls.invalid("namespaced rules cannot apply to non-resource URLs");
        }
        if (!rule.at("apiGroups").isEmpty()
            || !rule.at("resources").isEmpty()
            || !rule.at("resourceNames").isEmpty()) {
          urls.invalid("rules cannot apply to both regular resources and non-resource URLs");
        }
        continue;
      }
      if (rule.at("apiGroups").isEmpty()) {
        rule.at("apiGroups").required("resource rules must supply at least one api group");
      }
      if (rule.at("resources").isEmpty()) {
        rule.at("resources").required("resource rules must supply at least one resource");
      }
    }
  }

  static void roleBinding(Place binding) {
    binding(binding, List.of("Role", "ClusterRole"), true);
  }

  static void clusterRoleBinding(Place binding) {
    binding(binding, List.of("ClusterRole"), false);
  }

  private static void binding(Place binding, List<String> kinds, boolean namespaced) {
    Place role = binding.at("roleRef");
    if (!role.at("apiGroup").is(GROUP)) {
      role.at("apiGroup").notSupported(List.of(GROUP));
    }
    if (!kinds.contains(role.at("kind").text())) {
      role.at("kind").notSupported(kinds);
    }
    if (role.at("name").require()) {
      role.at("name").check(Names::pathSegment);
    }
    for (Place subject : binding.at("subjects").elements()) {
      subject(subject, namespaced);
    }
  }

  private static void subject(Place subject, boolean namespaced) {
    Place name = subject.at("name");
    Place group = subject.at("apiGroup");
    name.require();
    switch (subject.at("kind").text()) {
      case "ServiceAccount" -> {
        if (!name.isBlank()) {
          name.check(Names::dnsSubdomain);
        }
        if (!group.isBlank()) {
          group.notSupported(List.of(""));
        }
        if (!namespaced) {
          subject.at("namespace").require();
        }
      }
      case "User", "Group" -> {
        if (!group.is(GROUP)) {
          group.notSupported(List.of(GROUP));
        }
      }
      default -> subject.at("kind").notSupported(List.of("ServiceAccount", "User", "Group"));
    }
  }

  static void roleBindingUpdate(Place binding, KubeObject before) {
    roleBinding(binding);
    sameRole(binding, before);
  }

  static void clusterRoleBindingUpdate(Place binding, KubeObject before) {
    clusterRoleBinding(binding);
    sameRole(binding, before);
  }

  /// Another role would be another grant: it takes another binding.
  private static void sameRole(Place binding, KubeObject before) {
    if (!Checks.same(binding.at("roleRef").value(), before.at("roleRef"))) {
      binding.at("roleRef").invalid("cannot change roleRef");
    }
  }
}
