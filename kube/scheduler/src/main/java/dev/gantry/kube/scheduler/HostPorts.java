package dev.gantry.kube.scheduler;

import java.util.Optional;

/// A port of the node belongs to one pod.
final class HostPorts implements Filter {
  @Override
  public Optional<Rejection> reject(PodInfo pod, NodeInfo node, Snapshot cluster) {
    boolean clash =
        node.pods().stream()
            .flatMap(other -> other.hostPorts().stream())
            .anyMatch(taken -> pod.hostPorts().stream().anyMatch(taken::clashesWith));
    return clash
        ? Rejection.curable("node(s) didn't have free ports for the requested pod ports")
        : Optional.empty();
  }
}
