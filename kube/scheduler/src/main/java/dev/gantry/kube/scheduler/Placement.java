package dev.gantry.kube.scheduler;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Chooses a node for a pod: of those that nothing speaks against, the one with the most points.
final class Placement {
  /// The order decides which reason users read: the first filter that rejects a node speaks.
  private static final List<Filter> FILTERS =
      List.of(
          new Unschedulable(),
          new NodeName(),
          new Taints(),
          new NodeSelection(),
          new HostPorts(),
          new Room(),
          new TopologySpread(),
          new PodAffinity());

  private static final List<Score> SCORES =
      List.of(
          new Taints(),
          new NodeSelection(),
          new RoomScores.LeastAllocated(),
          new RoomScores.Balanced(),
          new ImageLocality(),
          new TopologySpread(),
          new PodAffinity());

  /// Where a pod goes, or why it cannot go anywhere.
  sealed interface Result {
    record On(String node) implements Result {}

    /// No node will do.
    ///
    /// @param rejections by name of the node
    record Nowhere(Map<String, Filter.Rejection> rejections) implements Result {}
  }

  private Placement() {}

  static Result of(PodInfo pod, Snapshot cluster) {
    Map<String, Filter.Rejection> rejections = new LinkedHashMap<>();
    List<NodeInfo> possible = new ArrayList<>();
    for (NodeInfo node : cluster.nodes()) {
      reject(pod, node, cluster)
          .ifPresentOrElse(
              rejection -> rejections.put(node.name(), rejection), () -> possible.add(node));
    }
    return possible.isEmpty()
        ? new Result.Nowhere(rejections)
        : new Result.On(best(pod, possible, cluster));
  }

  /// What speaks against a node.
  static Optional<Filter.Rejection> reject(PodInfo pod, NodeInfo node, Snapshot cluster) {
    for (Filter filter : FILTERS) {
      Optional<Filter.Rejection> rejection = filter.reject(pod, node, cluster);
      if (rejection.isPresent()) {
        return rejection;
      }
    }
    return Optional.empty();
  }

  private static String best(PodInfo pod, List<NodeInfo> possible, Snapshot cluster) {
    if (possible.size() == 1) {
      return possible.getFirst().name();
    }
    double[] points = new double[possible.size()];
    for (Score score : SCORES) {
      double[] rated = score.rate(pod, possible, cluster);
      for (int i = 0; i < points.length; i++) {
        points[i] += score.weight() * rated[i];
      }
    }
    int best = 0;
    for (int i = 1; i < points.length; i++) {
      if (points[i] > points[best]) {
        best = i;
      }
    }
    return possible.get(best).name();
  }
}
