package dev.gantry.kube.auth;

import dev.gantry.kube.objects.KubeObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// All roles and bindings, arranged by who they are given to: a decision looks at what the user
/// and his groups have, not at all there is.
final class RbacIndex {
  private final Map<RoleKey, List<PolicyRule>> roles = new ConcurrentHashMap<>();
  private final Map<RoleKey, Binding> bindings = new HashMap<>();
  private final Map<String, List<Binding>> bySubject = new ConcurrentHashMap<>();

  void putRole(KubeObject role) {
    roles.put(RoleKey.of(role), PolicyRule.parse(role.json().path("rules")));
  }

  void removeRole(RoleKey key) {
    roles.remove(key);
  }

  synchronized void putBinding(KubeObject object) {
    Binding binding = Binding.of(object);
    removeBinding(binding.key());
    bindings.put(binding.key(), binding);
    for (String subject : binding.subjects()) {
      bySubject.compute(
          subject,
          (_, held) -> {
            List<Binding> more = held == null ? new ArrayList<>() : new ArrayList<>(held);
            more.add(binding);
            return List.copyOf(more);
          });
    }
  }

  synchronized void removeBinding(RoleKey key) {
    Binding binding = bindings.remove(key);
    if (binding == null) {
      return;
    }
    for (String subject : binding.subjects()) {
      bySubject.computeIfPresent(
          subject,
          (_, held) -> {
            List<Binding> rest = held.stream().filter(each -> !each.key().equals(key)).toList();
            return rest.isEmpty() ? null : rest;
          });
    }
  }

  List<PolicyRule> rules(RoleKey role) {
    return roles.getOrDefault(role, List.of());
  }

  /// The bindings that give this user something in a namespace, or everywhere if that is empty.
  List<Binding> bindings(UserInfo user, String namespace) {
    List<Binding> found = new ArrayList<>();
    collect(Binding.user(user.name()), namespace, found);
    user.groups().forEach(group -> collect(Binding.group(group), namespace, found));
    return found;
  }

  private void collect(String subject, String namespace, List<Binding> found) {
    for (Binding binding : bySubject.getOrDefault(subject, List.of())) {
      if (binding.holdsIn(namespace)) {
        found.add(binding);
      }
    }
  }
}
