package dev.gantry.kube.kubelet;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.PodRequests;
import dev.gantry.kube.objects.Quantity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Whether this node can take a pod that was bound to it, by the scheduler or by hand.
final class PodAdmission {
  private static final Set<String> SAFE_SYSCTLS =
      Set.of(
          "kernel.shm_rmid_forced",
          "net.ipv4.ip_local_port_range",
          "net.ipv4.ip_local_reserved_ports",
          "net.ipv4.ip_unprivileged_port_start",
          "net.ipv4.ping_group_range",
          "net.ipv4.tcp_fin_timeout",
          "net.ipv4.tcp_keepalive_intvl",
          "net.ipv4.tcp_keepalive_probes",
          "net.ipv4.tcp_keepalive_time",
          "net.ipv4.tcp_rmem",
          "net.ipv4.tcp_syncookies",
          "net.ipv4.tcp_wmem");

  private final Map<String, Quantity> allocatable;
  private final Map<String, String> nodeLabels;

  PodAdmission(Map<String, Quantity> allocatable, Map<String, String> nodeLabels) {
    this.allocatable = Map.copyOf(allocatable);
    this.nodeLabels = Map.copyOf(nodeLabels);
  }

  /// Why the pod is turned away; absent when it is welcome.
  ///
  /// @param others the pods that are on the node already and have not ended
  Optional<PodStatus.Verdict> refusal(KubeObject pod, List<KubeObject> others) {
    for (JsonNode sysctl : pod.spec().path("securityContext").path("sysctls")) {
      String name = sysctl.path("name").asString("").replace('/', '.');
      if (!SAFE_SYSCTLS.contains(name)) {
        return rejected(
            "SysctlForbidden", "forbidden sysctl: \"%s\" not allowlisted".formatted(name));
      }
    }
    Map<String, String> selector = KubeObject.strings(pod.spec().path("nodeSelector"));
    if (!nodeLabels.entrySet().containsAll(selector.entrySet())) {
      return rejected("NodeAffinity", "Predicate NodeAffinity failed");
    }
    return resources(pod, others);
  }

  private Optional<PodStatus.Verdict> resources(KubeObject pod, List<KubeObject> others) {
    long pods = allocatable.getOrDefault("pods", Quantity.ZERO).value();
    if (others.size() + 1 > pods) {
      return rejected("OutOfpods", shortage("pods", 1, others.size(), pods));
    }
    Map<String, Quantity> requests = PodRequests.requests(pod.spec());
    for (var request : requests.entrySet()) {
      String resource = request.getKey();
      Quantity capacity = allocatable.getOrDefault(resource, Quantity.ZERO);
      Quantity used = Quantity.ZERO;
      for (KubeObject other : others) {
        used = used.plus(PodRequests.requests(other.spec()).getOrDefault(resource, Quantity.ZERO));
      }
      if (!request.getValue().isZero() && used.plus(request.getValue()).compareTo(capacity) > 0) {
        boolean milli = resource.equals("cpu");
        return rejected(
            "OutOf" + resource,
            shortage(
                resource,
                milli ? request.getValue().milliValue() : request.getValue().value(),
                milli ? used.milliValue() : used.value(),
                milli ? capacity.milliValue() : capacity.value()));
      }
    }
    return Optional.empty();
  }

  private static String shortage(String resource, long requested, long used, long capacity) {
    return "Node didn't have enough resource: %s, requested: %d, used: %d, capacity: %d"
        .formatted(resource, requested, used, capacity);
  }

  private static Optional<PodStatus.Verdict> rejected(String reason, String message) {
    return Optional.of(new PodStatus.Verdict(reason, "Pod was rejected: " + message));
  }
}
