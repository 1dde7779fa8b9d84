package dev.gantry.kube.rules.defaults;

import dev.gantry.kube.objects.PodRequests;
import dev.gantry.kube.objects.Quantity;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// Pods, and the templates they are made from. Some defaults are a pod's own: a template stays
/// free of them, so that old templates keep their hashes.
final class PodDefaults {
  private PodDefaults() {}

  static void pod(ObjectNode pod) {
    Fill.within(
        pod,
        "spec",
        spec -> {
          PodSpecDefaults.apply(spec);
          Fill.each(spec, "containers", PodDefaults::requestsFromLimits);
          Fill.each(spec, "initContainers", PodDefaults::requestsFromLimits);
          Fill.within(spec, "resources", resources -> podRequests(spec, resources));
          Fill.bool(spec, "enableServiceLinks", true);
          if (spec.path("hostNetwork").asBoolean(false)) {
            Fill.each(spec, "containers", PodDefaults::hostPorts);
            Fill.each(spec, "initContainers", PodDefaults::hostPorts);
          }
        });
  }

  /// The `template` of a workload.
  static void template(ObjectNode workloadSpec) {
    Fill.within(
        workloadSpec,
        "template",
        template -> Fill.within(template, "spec", PodSpecDefaults::apply));
  }

  private static void requestsFromLimits(ObjectNode container) {
    Fill.within(
        container,
        "resources",
        resources ->
            Fill.within(
                resources,
                "limits",
                limits -> {
                  if (!limits.isEmpty()) {
                    Fill.entries(limits, Fill.structure(resources, "requests"));
                  }
                }));
  }

  /// What the containers ask for becomes the request of the pod, where the pod has limits.
  private static void podRequests(ObjectNode spec, ObjectNode resources) {
    if (resources.path("limits").isEmpty()) {
      return;
    }
    ObjectNode containersOnly = spec.deepCopy();
    containersOnly.remove("resources");
    containersOnly.remove("overhead");
    Map<String, Quantity> asked = PodRequests.requests(containersOnly);
    ObjectNode requests = Fill.structure(resources, "requests");
    asked.forEach(
        (name, amount) -> {
          if (name.equals("cpu") || name.equals("memory")) {
            Fill.textIfUnset(requests, name, amount.text());
          }
        });
    Fill.within(resources, "limits", limits -> Fill.entries(limits, requests));
  }

  private static void hostPorts(ObjectNode container) {
    Fill.each(
        container,
        "ports",
        port -> Fill.numberIfZero(port, "hostPort", port.path("containerPort").asInt(0)));
  }
}
