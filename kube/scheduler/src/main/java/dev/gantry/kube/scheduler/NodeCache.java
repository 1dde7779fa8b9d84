package dev.gantry.kube.scheduler;

import dev.gantry.kube.client.Change;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.PodReady;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which pods occupy which node: those bound, those whose binding is under way, and those for whom
/// room is being made.
final class NodeCache {
  private final Map<String, Map<String, PodInfo>> byNode = new HashMap<>();
  private final Map<String, Assumption> assumed = new HashMap<>();
  private final Map<String, PodInfo> nominated = new LinkedHashMap<>();

  private record Assumption(String node, PodInfo pod) {}

  synchronized void podChanged(Change change) {
    change.before().ifPresent(this::remove);
    change
        .after()
        .ifPresentOrElse(
            this::add,
            () -> {
              assumed.remove(change.object().uid());
            });
  }

  private void add(KubeObject pod) {
    String node = node(pod);
    if (node.isEmpty()) {
      if (!nominatedNode(pod).isEmpty()) {
        nominated.put(pod.uid(), PodInfo.of(pod));
      }
      return;
    }
    assumed.remove(pod.uid());
    if (!PodReady.isFinished(pod)) {
      byNode.computeIfAbsent(node, _ -> new LinkedHashMap<>()).put(pod.uid(), PodInfo.of(pod));
    }
  }

  private void remove(KubeObject pod) {
    nominated.remove(pod.uid());
    byNode.computeIfPresent(
        node(pod),
        (_, pods) -> {
          pods.remove(pod.uid());
          return pods.isEmpty() ? null : pods;
        });
  }

  static String node(KubeObject pod) {
    return pod.spec().path("nodeName").asString("");
  }

  static String nominatedNode(KubeObject pod) {
    return pod.status().path("nominatedNodeName").asString("");
  }

  /// Counts a pod as being on the node before its binding is written.
  synchronized void assume(PodInfo pod, String node) {
    assumed.put(pod.uid(), new Assumption(node, pod));
  }

  /// The binding has failed.
  synchronized void forget(String uid) {
    assumed.remove(uid);
  }

  synchronized boolean isAssumed(String uid) {
    return assumed.containsKey(uid);
  }

  /// The nodes as a pod finds them. Room made for a pod of its priority or above is taken.
  synchronized Snapshot snapshot(
      PodInfo pod, Collection<KubeObject> nodes, Collection<KubeObject> namespaces) {
    Map<String, List<PodInfo>> occupants = new HashMap<>();
    byNode.forEach((node, pods) -> occupants.put(node, new ArrayList<>(pods.values())));
    assumed
        .values()
        .forEach(
            one -> occupants.computeIfAbsent(one.node(), _ -> new ArrayList<>()).add(one.pod()));
    for (PodInfo other : nominated.values()) {
      if (other.priority() >= pod.priority()
          && !other.uid().equals(pod.uid())
          && !assumed.containsKey(other.uid())) {
        occupants.computeIfAbsent(nominatedNode(other.pod()), _ -> new ArrayList<>()).add(other);
      }
    }
    Map<String, KubeObject> byName = new HashMap<>();
    namespaces.forEach(namespace -> byName.put(namespace.name(), namespace));
    return new Snapshot(
        nodes.stream()
            .map(
                node ->
                    NodeInfo.of(
                        node, Optional.ofNullable(occupants.get(node.name())).orElse(List.of())))
            .toList(),
        byName);
  }
}
