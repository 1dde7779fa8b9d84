package dev.gantry.kube.scheduler;

import dev.gantry.kube.objects.KubeObject;
import java.util.List;
import java.util.Map;

/// The nodes as of one attempt to place a pod, and the labels of namespaces, by which affinity
/// terms may choose.
record Snapshot(List<NodeInfo> nodes, Map<String, KubeObject> namespaces) {
  Snapshot {
    nodes = List.copyOf(nodes);
    namespaces = Map.copyOf(namespaces);
  }

  /// The same with one node in another state.
  Snapshot with(NodeInfo changed) {
    return new Snapshot(
        nodes.stream().map(node -> node.name().equals(changed.name()) ? changed : node).toList(),
        namespaces);
  }
}
