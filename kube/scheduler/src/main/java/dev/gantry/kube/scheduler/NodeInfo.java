package dev.gantry.kube.scheduler;

import dev.gantry.kube.objects.KubeObject;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// A node and the pods on it, those included that are only about to be bound.
record NodeInfo(KubeObject node, List<PodInfo> pods, Resources requested) {
  NodeInfo {
    pods = List.copyOf(pods);
  }

  static NodeInfo of(KubeObject node, Collection<PodInfo> pods) {
    Resources requested = Resources.NONE;
    for (PodInfo pod : pods) {
      requested = requested.plus(pod.requests());
    }
    return new NodeInfo(node, List.copyOf(pods), requested);
  }

  String name() {
    return node.name();
  }

  Map<String, String> labels() {
    return node.labels();
  }

  Resources allocatable() {
    return Resources.read(node.status().path("allocatable"));
  }

  NodeInfo without(Collection<PodInfo> gone) {
    return of(node, pods.stream().filter(pod -> !gone.contains(pod)).toList());
  }
}
