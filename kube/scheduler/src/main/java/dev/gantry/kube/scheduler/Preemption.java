package dev.gantry.kube.scheduler;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds less important pods whose end would make room for a pod.
final class Preemption {
  private static final String NO_HELP = "Preemption is not helpful for scheduling";
  private static final String NO_VICTIMS = "No preemption victims found for incoming pod";

  /// What can be done.
  sealed interface Result {
    record Evict(String node, List<PodInfo> victims) implements Result {
      public Evict {
        victims = List.copyOf(victims);
      }
    }

    /// Nothing, and why, for users to read.
    record Nothing(String explanation) implements Result {}
  }

  private record Candidate(String node, List<PodInfo> victims) {
    int worst() {
      return victims.stream().mapToInt(PodInfo::priority).max().orElse(Integer.MIN_VALUE);
    }

    long sum() {
      return victims.stream().mapToLong(pod -> pod.priority() - (long) Integer.MIN_VALUE).sum();
    }
  }

  private Preemption() {}

  /// Looks for the node where the least is lost.
  ///
  /// @param rejections what spoke against each node
  static Result find(PodInfo pod, Snapshot cluster, Map<String, Filter.Rejection> rejections) {
    if (pod.spec().path("preemptionPolicy").asString("").equals("Never")) {
      return new Result.Nothing("preemption: not eligible due to preemptionPolicy=Never.");
    }
    if (waitsForVictims(pod, cluster)) {
      return new Result.Nothing(
          "preemption: not eligible due to a terminating pod on the nominated node.");
    }
    Map<String, Filter.Rejection> hopeless = new LinkedHashMap<>();
    List<Candidate> candidates = new ArrayList<>();
    for (NodeInfo node : cluster.nodes()) {
      Filter.Rejection rejection = rejections.get(node.name());
      if (rejection == null || !rejection.curable()) {
        hopeless.put(node.name(), new Filter.Rejection(List.of(NO_HELP), false));
        continue;
      }
      List<PodInfo> lesser =
          node.pods().stream().filter(other -> other.priority() < pod.priority()).toList();
      if (lesser.isEmpty()) {
        hopeless.put(node.name(), new Filter.Rejection(List.of(NO_VICTIMS), true));
        continue;
      }
      NodeInfo emptied = node.without(lesser);
      Optional<Filter.Rejection> still = Placement.reject(pod, emptied, cluster.with(emptied));
      if (still.isPresent()) {
        hopeless.put(node.name(), still.get());
      } else {
        candidates.add(new Candidate(node.name(), spare(pod, node, lesser, cluster)));
      }
    }
    return candidates.stream()
        .min(
            Comparator.comparingInt(Candidate::worst)
                .thenComparingLong(Candidate::sum)
                .thenComparingInt(candidate -> candidate.victims().size()))
        .<Result>map(best -> new Result.Evict(best.node(), best.victims()))
        .orElseGet(
            () ->
                new Result.Nothing(
                    "preemption: " + Explanation.of(cluster.nodes().size(), hopeless)));
  }

  /// Whether room is being made already.
  private static boolean waitsForVictims(PodInfo pod, Snapshot cluster) {
    String nominated = NodeCache.nominatedNode(pod.pod());
    return cluster.nodes().stream()
        .filter(node -> node.name().equals(nominated))
        .flatMap(node -> node.pods().stream())
        .anyMatch(other -> other.priority() < pod.priority() && other.pod().isBeingDeleted());
  }

  /// Of the lesser pods, those that really have to go: the most important are spared first.
  private static List<PodInfo> spare(
      PodInfo pod, NodeInfo node, List<PodInfo> lesser, Snapshot cluster) {
    List<PodInfo> victims = new ArrayList<>(lesser);
    List<PodInfo> byImportance =
        lesser.stream()
            .sorted(
                Comparator.<PodInfo>comparingInt(other -> -other.priority())
                    .thenComparing(other -> other.pod().creationTimestamp()))
            .toList();
    for (PodInfo other : byImportance) {
      victims.remove(other);
      NodeInfo left = node.without(victims);
      if (Placement.reject(pod, left, cluster.with(left)).isPresent()) {
        victims.add(other);
      }
    }
    return victims;
  }
}
