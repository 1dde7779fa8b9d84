package dev.gantry.kube.scheduler;

import java.util.List;
import java.util.Optional;

/// Pods that must or want to be near others, or away from them.
final class PodAffinity implements Filter, Score {
  private static final String NEAR = "podAffinity";
  private static final String AWAY = "podAntiAffinity";

  @Override
  public Optional<Rejection> reject(PodInfo pod, NodeInfo node, Snapshot cluster) {
    if (!meetsAffinity(pod, node, cluster)) {
      return Rejection.hopeless("node(s) didn't match pod affinity rules");
    }
    for (AffinityTerm term : AffinityTerm.required(pod.pod(), AWAY)) {
      if (count(term, node, cluster) > 0) {
        return Rejection.curable("node(s) didn't match pod anti-affinity rules");
      }
    }
    return isUnwelcome(pod, node, cluster)
        ? Rejection.curable("node(s) didn't satisfy existing pods anti-affinity rules")
        : Optional.empty();
  }

  private static boolean meetsAffinity(PodInfo pod, NodeInfo node, Snapshot cluster) {
    List<AffinityTerm> terms = AffinityTerm.required(pod.pod(), NEAR);
    if (terms.isEmpty() || terms.stream().allMatch(term -> count(term, node, cluster) > 0)) {
      return true;
    }
    // The first of a group that wants to be near itself has nobody to be near to.
    boolean first =
        terms.stream()
            .allMatch(
                term ->
                    term.matches(pod.pod(), cluster)
                        && node.labels().containsKey(term.topologyKey())
                        && cluster.nodes().stream()
                            .flatMap(other -> other.pods().stream())
                            .noneMatch(other -> term.matches(other.pod(), cluster)));
    return first;
  }

  /// How many pods near the node a term is about.
  private static long count(AffinityTerm term, NodeInfo node, Snapshot cluster) {
    return cluster.nodes().stream()
        .filter(other -> term.near(node, other))
        .flatMap(other -> other.pods().stream())
        .filter(other -> term.matches(other.pod(), cluster))
        .count();
  }

  private static boolean isUnwelcome(PodInfo pod, NodeInfo node, Snapshot cluster) {
    for (NodeInfo other : cluster.nodes()) {
      for (PodInfo present : other.pods()) {
        for (AffinityTerm term : AffinityTerm.required(present.pod(), AWAY)) {
          if (term.near(node, other) && term.matches(pod.pod(), cluster)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  @Override
  public int weight() {
    return 2;
  }

  @Override
  public double[] rate(PodInfo pod, List<NodeInfo> nodes, Snapshot cluster) {
    List<AffinityTerm> near = AffinityTerm.preferred(pod.pod(), NEAR);
    List<AffinityTerm> away = AffinityTerm.preferred(pod.pod(), AWAY);
    double[] points = new double[nodes.size()];
    for (int i = 0; i < points.length; i++) {
      NodeInfo node = nodes.get(i);
      for (AffinityTerm term : near) {
        points[i] += (double) term.weight() * count(term, node, cluster);
      }
      for (AffinityTerm term : away) {
        points[i] -= (double) term.weight() * count(term, node, cluster);
      }
      points[i] += wishesOfOthers(pod, node, cluster);
    }
    return Score.spread(points);
  }

  private static double wishesOfOthers(PodInfo pod, NodeInfo node, Snapshot cluster) {
    double points = 0;
    for (NodeInfo other : cluster.nodes()) {
      for (PodInfo present : other.pods()) {
        points += wishes(present, NEAR, pod, node, other, cluster);
        points -= wishes(present, AWAY, pod, node, other, cluster);
      }
    }
    return points;
  }

  private static double wishes(
      PodInfo present, String which, PodInfo pod, NodeInfo node, NodeInfo other, Snapshot cluster) {
    return AffinityTerm.preferred(present.pod(), which).stream()
        .filter(term -> term.near(node, other) && term.matches(pod.pod(), cluster))
        .mapToInt(AffinityTerm::weight)
        .sum();
  }
}
