package dev.gantry.kube.rules.defaults;

import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Services.
final class ServiceDefaults {
  private static final int STICKY_SECONDS = 10800;

  private ServiceDefaults() {}

  static void service(ObjectNode service) {
    ObjectNode spec = Fill.structure(service, "spec");
    affinity(spec);
    Fill.text(spec, "type", "ClusterIP");
    Fill.each(spec, "ports", ServiceDefaults::port);
    String type = spec.path("type").asString("");
    boolean balanced = type.equals("LoadBalancer");
    boolean external =
        balanced
            || type.equals("NodePort")
            || (type.equals("ClusterIP") && !spec.path("externalIPs").isEmpty());
    if (external) {
      Fill.text(spec, "externalTrafficPolicy", "Cluster");
    }
    if (Set.of("ClusterIP", "NodePort", "LoadBalancer").contains(type)) {
      Fill.text(spec, "internalTrafficPolicy", "Cluster");
    }
    if (balanced) {
      Fill.bool(spec, "allocateLoadBalancerNodePorts", true);
      addressModes(service);
    }
  }

  private static void affinity(ObjectNode spec) {
    Fill.text(spec, "sessionAffinity", "None");
    switch (spec.path("sessionAffinity").asString("")) {
      case "None" -> spec.remove("sessionAffinityConfig");
      case "ClientIP" ->
          Fill.number(
              Fill.structure(Fill.structure(spec, "sessionAffinityConfig"), "clientIP"),
              "timeoutSeconds",
              STICKY_SECONDS);
      default -> {
        // Refused by validation.
      }
    }
  }

  private static void port(ObjectNode port) {
    Fill.text(port, "protocol", "TCP");
    JsonNode target = port.path("targetPort");
    if (Fill.isBlank(port, "targetPort") || (target.isNumber() && target.asLong(0) == 0)) {
      port.set("targetPort", port.path("port").isNumber() ? port.get("port") : port.numberNode(0));
    }
  }

  private static void addressModes(ObjectNode service) {
    Fill.within(
        service,
        "status",
        status ->
            Fill.within(
                status,
                "loadBalancer",
                balancer ->
                    Fill.each(
                        balancer,
                        "ingress",
                        ingress -> {
                          if (!Fill.isBlank(ingress, "ip")) {
                            Fill.text(ingress, "ipMode", "VIP");
                          }
                        })));
  }
}
