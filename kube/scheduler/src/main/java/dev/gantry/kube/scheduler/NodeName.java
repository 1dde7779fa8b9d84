package dev.gantry.kube.scheduler;

import java.util.Optional;

/// A pod may name its node itself.
final class NodeName implements Filter {
  @Override
  public Optional<Rejection> reject(PodInfo pod, NodeInfo node, Snapshot cluster) {
    String wanted = pod.spec().path("nodeName").asString("");
    return wanted.isEmpty() || wanted.equals(node.name())
        ? Optional.empty()
        : Rejection.hopeless("node(s) didn't match the requested node name");
  }
}
