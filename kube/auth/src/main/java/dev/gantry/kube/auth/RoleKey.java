package dev.gantry.kube.auth;

import dev.gantry.kube.objects.KubeObject;
import tools.jackson.databind.JsonNode;

/// Which role, or which binding.
///
/// @param namespace empty for cluster roles and cluster role bindings
record RoleKey(String namespace, String name) {
  static RoleKey of(KubeObject object) {
    return new RoleKey(object.namespace(), object.name());
  }

  /// The role a binding in `namespace` refers to.
  static RoleKey referredTo(JsonNode roleRef, String namespace) {
    boolean local = roleRef.path("kind").asString("").equals("Role");
    return new RoleKey(local ? namespace : "", roleRef.path("name").asString(""));
  }
}
