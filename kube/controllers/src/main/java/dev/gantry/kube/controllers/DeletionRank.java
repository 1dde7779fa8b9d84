package dev.gantry.kube.controllers;

import dev.gantry.kube.objects.Conditions;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.KubeTimes;
import dev.gantry.kube.objects.PodReady;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Which pods of a set to give up first: those whose loss hurts least.
final class DeletionRank {
  static final String COST = "controller.kubernetes.io/pod-deletion-cost";

  private DeletionRank() {}

  /// The pods, first to go first.
  ///
  /// @param related all pods of the same purpose, by which crowded nodes are known
  static List<KubeObject> sorted(List<KubeObject> pods, List<KubeObject> related, Instant now) {
    Map<String, Integer> crowd = new HashMap<>();
    related.forEach(pod -> crowd.merge(node(pod), 1, Integer::sum));
    Comparator<KubeObject> rank =
        Comparator.<KubeObject, Boolean>comparing(pod -> !node(pod).isEmpty())
            .thenComparingInt(DeletionRank::phase)
            .thenComparing(PodReady::isReady)
            .thenComparingInt(DeletionRank::cost)
            .thenComparingInt(pod -> -crowd.getOrDefault(node(pod), 0))
            .thenComparingInt(pod -> magnitude(readySince(pod), now))
            .thenComparingInt(pod -> -restarts(pod))
            .thenComparingInt(pod -> magnitude(created(pod), now))
            .thenComparing(KubeObject::uid);
    return pods.stream().sorted(rank).toList();
  }

  private static String node(KubeObject pod) {
    return pod.spec().path("nodeName").asString("");
  }

  private static int phase(KubeObject pod) {
    return switch (pod.status().path("phase").asString("")) {
      case "Pending" -> 0;
      case "Unknown" -> 1;
      default -> 2;
    };
  }

  private static int cost(KubeObject pod) {
    try {
      return Integer.parseInt(pod.annotations().getOrDefault(COST, "0"));
    } catch (NumberFormatException _) {
      // Validation refuses such a value; an older object may still carry it.
      return 0;
    }
  }

  /// Ages are compared by order of magnitude: a few seconds more say nothing, and strict order
  /// would have a roll-out take all pods of one moment.
  private static int magnitude(Instant since, Instant now) {
    long seconds = Math.max(0, Duration.between(since, now).toSeconds());
    return Long.SIZE - Long.numberOfLeadingZeros(seconds);
  }

  private static Instant readySince(KubeObject pod) {
    return Conditions.find(pod, "Ready")
        .filter(ready -> ready.path("status").asString("").equals("True"))
        .flatMap(ready -> KubeTimes.find(ready.path("lastTransitionTime")))
        .orElse(Instant.EPOCH);
  }

  private static Instant created(KubeObject pod) {
    return KubeTimes.find(pod.metadata().path("creationTimestamp")).orElse(Instant.EPOCH);
  }

  private static int restarts(KubeObject pod) {
    int most = 0;
    for (JsonNode container : pod.status().path("containerStatuses")) {
      most = Math.max(most, container.path("restartCount").asInt(0));
    }
    return most;
  }
}
