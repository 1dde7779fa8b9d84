package dev.gantry.kube.scheduler;

import java.util.List;
import java.util.Optional;

/// A reason why a pod may not run on a node.
interface Filter {

  /// What speaks against the node; empty when nothing does.
  Optional<Rejection> reject(PodInfo pod, NodeInfo node, Snapshot cluster);

  /// Why not.
  ///
  /// @param reasons in upstream's words, which users search for
  /// @param curable whether it could help that other pods leave the node
  record Rejection(List<String> reasons, boolean curable) {
    public Rejection {
      reasons = List.copyOf(reasons);
    }

    static Optional<Rejection> curable(String reason) {
      return Optional.of(new Rejection(List.of(reason), true));
    }

    static Optional<Rejection> hopeless(String reason) {
      return Optional.of(new Rejection(List.of(reason), false));
    }
  }
}
