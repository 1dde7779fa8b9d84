package dev.gantry.kube.scheduler;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.LabelSelector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Spreads like pods evenly over zones, hosts, or whatever a label of nodes tells apart.
final class TopologySpread implements Filter, Score {
  private static final String MESSAGE = "node(s) didn't match pod topology spread constraints";

  private record Constraint(
      String key,
      LabelSelector selector,
      int maxSkew,
      OptionalInt minDomains,
      boolean honourSelection,
      boolean honourTaints) {

    static List<Constraint> of(KubeObject pod, boolean required) {
      List<Constraint> constraints = new ArrayList<>();
      for (JsonNode json : pod.spec().path("topologySpreadConstraints")) {
        boolean must = !json.path("whenUnsatisfiable").asString("").equals("ScheduleAnyway");
        if (must == required) {
          JsonNode minDomains = json.path("minDomains");
          constraints.add(
              new Constraint(
                  json.path("topologyKey").asString(""),
                  selector(pod, json),
                  json.path("maxSkew").asInt(1),
                  minDomains.isNumber() ? OptionalInt.of(minDomains.asInt()) : OptionalInt.empty(),
                  !json.path("nodeAffinityPolicy").asString("").equals("Ignore"),
                  json.path("nodeTaintsPolicy").asString("").equals("Honor")));
        }
      }
      return constraints;
    }

    /// The selector, narrowed to the pod's own value of each of `matchLabelKeys`.
    private static LabelSelector selector(KubeObject pod, JsonNode json) {
      if (json.path("matchLabelKeys").isEmpty() || !json.path("labelSelector").isObject()) {
        return LabelSelector.ofStructure(json.path("labelSelector"));
      }
      ObjectNode narrowed = (ObjectNode) json.path("labelSelector").deepCopy();
      for (JsonNode name : json.path("matchLabelKeys")) {
        String value = pod.labels().get(name.asString(""));
        if (value != null) {
          narrowed.withObject("matchLabels").put(name.asString(""), value);
        }
      }
      return LabelSelector.ofStructure(narrowed);
    }

    /// How many of the pods each domain has, over the nodes that count.
    Map<String, Integer> domains(PodInfo pod, Snapshot cluster) {
      Map<String, Integer> domains = new HashMap<>();
      for (NodeInfo node : cluster.nodes()) {
        String domain = node.labels().get(key);
        if (domain != null && counts(pod, node, cluster)) {
          domains.merge(domain, on(pod, node), Integer::sum);
        }
      }
      return domains;
    }

    private boolean counts(PodInfo pod, NodeInfo node, Snapshot cluster) {
      return (!honourSelection || NodeSelection.matches(pod.spec(), node))
          && (!honourTaints || new Taints().reject(pod, node, cluster).isEmpty());
    }

    private int on(PodInfo pod, NodeInfo node) {
      int count = 0;
      for (PodInfo other : node.pods()) {
        if (other.pod().namespace().equals(pod.pod().namespace())
            && !other.pod().isBeingDeleted()
            && selector.matches(other.pod())) {
          count++;
        }
      }
      return count;
    }
  }

  @Override
  public Optional<Rejection> reject(PodInfo pod, NodeInfo node, Snapshot cluster) {
    for (Constraint constraint : Constraint.of(pod.pod(), true)) {
      String domain = node.labels().get(constraint.key());
      if (domain == null) {
        return Rejection.hopeless(MESSAGE + " (missing required label)");
      }
      Map<String, Integer> domains = constraint.domains(pod, cluster);
      int least = domains.values().stream().mapToInt(Integer::intValue).min().orElse(0);
      if (domains.size() < constraint.minDomains().orElse(0)) {
        least = 0;
      }
      int own = constraint.selector().matches(pod.pod()) ? 1 : 0;
      if (domains.getOrDefault(domain, 0) + own - least > constraint.maxSkew()) {
        return Rejection.curable(MESSAGE);
      }
    }
    return Optional.empty();
  }

  @Override
  public int weight() {
    return 2;
  }

  @Override
  public double[] rate(PodInfo pod, List<NodeInfo> nodes, Snapshot cluster) {
    double[] faults = new double[nodes.size()];
    for (Constraint constraint : Constraint.of(pod.pod(), false)) {
      Map<String, Integer> domains = constraint.domains(pod, cluster);
      for (int i = 0; i < faults.length; i++) {
        String domain = nodes.get(i).labels().get(constraint.key());
        faults[i] += domain == null ? Integer.MAX_VALUE : domains.getOrDefault(domain, 0);
      }
    }
    return Score.reversed(faults);
  }
}
