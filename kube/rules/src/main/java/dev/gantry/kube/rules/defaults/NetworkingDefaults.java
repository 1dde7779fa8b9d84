package dev.gantry.kube.rules.defaults;

import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Endpoints and the kinds of `networking.k8s.io`.
final class NetworkingDefaults {
  private NetworkingDefaults() {}

  static void endpoints(ObjectNode endpoints) {
    Fill.each(
        endpoints,
        "subsets",
        subset -> Fill.each(subset, "ports", port -> Fill.text(port, "protocol", "TCP")));
  }

  static void endpointSlice(ObjectNode slice) {
    Fill.each(
        slice,
        "ports",
        port -> {
          Fill.textIfUnset(port, "name", "");
          Fill.text(port, "protocol", "TCP");
        });
  }

  static void networkPolicy(ObjectNode policy) {
    ObjectNode spec = Fill.structure(policy, "spec");
    for (String rules : List.of("ingress", "egress")) {
      Fill.each(
          spec,
          rules,
          rule -> Fill.each(rule, "ports", port -> Fill.text(port, "protocol", "TCP")));
    }
    if (spec.path("policyTypes").isEmpty()) {
      ArrayNode types = spec.putArray("policyTypes").add("Ingress");
      if (!spec.path("egress").isEmpty()) {
        types.add("Egress");
      }
    }
  }

  static void ingressClass(ObjectNode ingressClass) {
    Fill.within(
        ingressClass,
        "spec",
        spec ->
            Fill.within(
                spec, "parameters", parameters -> Fill.text(parameters, "scope", "Cluster")));
  }
}
