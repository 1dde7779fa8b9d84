package dev.gantry.kube.scheduler;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// What the pods of a node ask for may not exceed what it can give.
final class Room implements Filter {
  @Override
  public Optional<Rejection> reject(PodInfo pod, NodeInfo node, Snapshot cluster) {
    Resources allocatable = node.allocatable();
    List<String> reasons = new ArrayList<>();
    if (node.pods().size() + 1 > allocatable.of(Resources.PODS)) {
      reasons.add("Too many pods");
    }
    new TreeMap<>(pod.requests().amounts())
        .forEach(
            (name, wanted) -> {
              if (wanted > 0 && wanted > allocatable.of(name) - node.requested().of(name)) {
                reasons.add("Insufficient " + name);
              }
            });
    return reasons.isEmpty() ? Optional.empty() : Optional.of(new Rejection(reasons, true));
  }
}
