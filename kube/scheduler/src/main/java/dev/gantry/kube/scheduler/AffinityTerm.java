package dev.gantry.kube.scheduler;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.LabelSelector;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// "Near pods like these", or "away from them".
///
/// @param topologyKey the label of nodes that says what near means
/// @param weight how much the term matters where it is only a wish
record AffinityTerm(
    LabelSelector selector,
    Set<String> namespaces,
    Optional<LabelSelector> namespaceSelector,
    String topologyKey,
    int weight) {

  /// The terms of a pod that must hold.
  ///
  /// @param which `podAffinity` or `podAntiAffinity`
  static List<AffinityTerm> required(KubeObject pod, String which) {
    List<AffinityTerm> terms = new ArrayList<>();
    for (JsonNode term :
        pod.at("spec", "affinity", which, "requiredDuringSchedulingIgnoredDuringExecution")) {
      terms.add(of(pod, term, 0));
    }
    return terms;
  }

  /// The terms of a pod that are wishes.
  static List<AffinityTerm> preferred(KubeObject pod, String which) {
    List<AffinityTerm> terms = new ArrayList<>();
    for (JsonNode wish :
        pod.at("spec", "affinity", which, "preferredDuringSchedulingIgnoredDuringExecution")) {
      terms.add(of(pod, wish.path("podAffinityTerm"), wish.path("weight").asInt(0)));
    }
    return terms;
  }

  private static AffinityTerm of(KubeObject pod, JsonNode term, int weight) {
    Set<String> namespaces = new HashSet<>();
    term.path("namespaces").forEach(namespace -> namespaces.add(namespace.asString("")));
    JsonNode selected = term.path("namespaceSelector");
    if (namespaces.isEmpty() && !selected.isObject()) {
      namespaces.add(pod.namespace());
    }
    return new AffinityTerm(
        LabelSelector.ofStructure(term.path("labelSelector")),
        namespaces,
        selected.isObject() ? Optional.of(LabelSelector.ofStructure(selected)) : Optional.empty(),
        term.path("topologyKey").asString(""),
        weight);
  }

  boolean matches(KubeObject pod, Snapshot cluster) {
    return selector.matches(pod) && coversNamespace(pod.namespace(), cluster);
  }

  private boolean coversNamespace(String namespace, Snapshot cluster) {
    if (namespaces.contains(namespace)) {
      return true;
    }
    KubeObject object = cluster.namespaces().get(namespace);
    Map<String, String> labels = object == null ? Map.of() : object.labels();
    return namespaceSelector.filter(wanted -> wanted.matches(labels)).isPresent();
  }

  /// Whether two nodes are near each other in the sense of this term.
  boolean near(NodeInfo a, NodeInfo b) {
    String here = a.labels().get(topologyKey);
    return here != null && here.equals(b.labels().get(topologyKey));
  }
}
