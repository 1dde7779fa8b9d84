package dev.gantry.kube.auth;

import dev.gantry.kube.objects.KubeObject;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// A role given to subjects, in a namespace or everywhere.
///
/// @param subjects as [#user] and [#group] write them
record Binding(RoleKey key, RoleKey role, List<String> subjects) {

  static Binding of(KubeObject binding) {
    List<String> subjects = new ArrayList<>();
    for (JsonNode subject : binding.json().path("subjects")) {
      String name = subject.path("name").asString("");
      switch (subject.path("kind").asString("")) {
        case "User" -> subjects.add(user(name));
        case "Group" -> subjects.add(group(name));
        case "ServiceAccount" ->
            subjects.add(
                user(
                    Users.serviceAccountName(
                        subject.path("namespace").asString(binding.namespace()), name)));
        default -> {} // validation lets no other in
      }
    }
    return new Binding(
        RoleKey.of(binding),
        RoleKey.referredTo(binding.json().path("roleRef"), binding.namespace()),
        subjects);
  }

  static String user(String name) {
    return "u:" + name;
  }

  static String group(String name) {
    return "g:" + name;
  }

  boolean holdsIn(String namespace) {
    return key.namespace().isEmpty() || key.namespace().equals(namespace);
  }

  /// For the reason of a decision.
  String text() {
    return key.namespace().isEmpty()
        ? "ClusterRoleBinding \"" + key.name() + "\""
        : "RoleBinding \"" + key.name() + "/" + key.namespace() + "\"";
  }
}
