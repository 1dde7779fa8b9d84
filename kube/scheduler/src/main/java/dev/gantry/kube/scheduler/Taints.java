package dev.gantry.kube.scheduler;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Taints of a node that a pod must tolerate, and those it had better.
final class Taints implements Filter, Score {
  private static final Set<String> FORBIDDING = Set.of("NoSchedule", "NoExecute");

  @Override
  public Optional<Rejection> reject(PodInfo pod, NodeInfo node, Snapshot cluster) {
    for (JsonNode taint : node.node().spec().path("taints")) {
      if (FORBIDDING.contains(text(taint, "effect")) && !isTolerated(pod, taint)) {
        return Rejection.hopeless(
            "node(s) had untolerated taint {%s: %s}"
                .formatted(text(taint, "key"), text(taint, "value")));
      }
    }
    return Optional.empty();
  }

  @Override
  public int weight() {
    return 3;
  }

  @Override
  public double[] rate(PodInfo pod, List<NodeInfo> nodes, Snapshot cluster) {
    double[] faults = new double[nodes.size()];
    for (int i = 0; i < faults.length; i++) {
      for (JsonNode taint : nodes.get(i).node().spec().path("taints")) {
        if (text(taint, "effect").equals("PreferNoSchedule") && !isTolerated(pod, taint)) {
          faults[i]++;
        }
      }
    }
    return Score.reversed(faults);
  }

  static boolean isTolerated(PodInfo pod, JsonNode taint) {
    for (JsonNode toleration : pod.spec().path("tolerations")) {
      if (tolerates(toleration, taint)) {
        return true;
      }
    }
    return false;
  }

  private static boolean tolerates(JsonNode toleration, JsonNode taint) {
    String effect = text(toleration, "effect");
    String key = text(toleration, "key");
    boolean exists = text(toleration, "operator").equals("Exists");
    return (effect.isEmpty() || effect.equals(text(taint, "effect")))
        && (key.isEmpty() ? exists : key.equals(text(taint, "key")))
        && (exists || text(toleration, "value").equals(text(taint, "value")));
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asString("");
  }
}
