package dev.gantry.kube.rules.defaults;

import tools.jackson.databind.node.ObjectNode;

/// Bindings of roles.
final class RbacDefaults {
  private static final String GROUP = "rbac.authorization.k8s.io";

  private RbacDefaults() {}

  static void binding(ObjectNode binding) {
    Fill.within(binding, "roleRef", role -> Fill.text(role, "apiGroup", GROUP));
    Fill.each(binding, "subjects", RbacDefaults::subject);
  }

  /// Service accounts are objects of the core group, whose name is empty and not written.
  private static void subject(ObjectNode subject) {
    String kind = subject.path("kind").asString("");
    if (kind.equals("User") || kind.equals("Group")) {
      Fill.text(subject, "apiGroup", GROUP);
    }
  }
}
