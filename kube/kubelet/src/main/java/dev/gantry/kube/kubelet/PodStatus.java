package dev.gantry.kube.kubelet;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.KubeTimes;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// The status of a pod as this node sees it.
final class PodStatus {
  private PodStatus() {}

  /// Why a pod failed as a whole, whatever its containers do.
  ///
  /// @param reason `DeadlineExceeded`, `Evicted`, …
  record Verdict(String reason, String message) {}

  /// What is known of the pod besides its containers.
  ///
  /// @param podIp empty while it has none
  /// @param placed whether its sandbox is there
  /// @param initialized whether app containers may start
  /// @param over whether everything has ended, so that a verdict may show
  record Facts(
      String podIp,
      String hostIp,
      boolean placed,
      boolean initialized,
      boolean over,
      Optional<Verdict> verdict,
      Instant now) {}

  static PodPhase phase(KubeObject pod, List<SlotView> slots, Facts facts) {
    String before = pod.status().path("phase").asString("");
    for (PodPhase phase : PodPhase.values()) {
      // The end is final.
      if (phase.isFinal() && phase.text().equals(before)) {
        return phase;
      }
    }
    if (facts.verdict().isPresent() && facts.over()) {
      return PodPhase.FAILED;
    }
    return PodPhase.of(pod, slots);
  }

  /// The pod with its new status.
  static KubeObject apply(KubeObject pod, List<SlotView> slots, Facts facts) {
    PodPhase phase = phase(pod, slots, facts);
    return pod.edit(
        json -> {
          ObjectNode status = json.withObject("status");
          if (pod.generation() > 0) {
            status.put("observedGeneration", pod.generation());
          }
          status.put("phase", phase.text());
          facts
              .verdict()
              .ifPresent(
                  verdict ->
                      status.put("reason", verdict.reason()).put("message", verdict.message()));
          status.set(
              "conditions", PodConditions.of(pod, slots, phase, facts.placed(), facts.now()));
          status.put("hostIP", facts.hostIp());
          status.putArray("hostIPs").addObject().put("ip", facts.hostIp());
          if (facts.podIp().isEmpty()) {
            if (!phase.isFinal()) {
              status.remove(List.of("podIP", "podIPs"));
            }
          } else {
            status.put("podIP", facts.podIp());
            status.putArray("podIPs").addObject().put("ip", facts.podIp());
          }
          if (!status.has("startTime")) {
            status.put("startTime", KubeTimes.seconds(facts.now()));
          }
          containers(status, slots, facts.initialized());
        });
  }

  private static void containers(ObjectNode status, List<SlotView> slots, boolean initialized) {
    put(
        status,
        "initContainerStatuses",
        slots,
        initialized,
        ContainerDef.Kind.INIT,
        ContainerDef.Kind.SIDECAR);
    put(status, "containerStatuses", slots, initialized, ContainerDef.Kind.APP);
    put(status, "ephemeralContainerStatuses", slots, initialized, ContainerDef.Kind.EPHEMERAL);
  }

  private static void put(
      ObjectNode status,
      String field,
      List<SlotView> slots,
      boolean initialized,
      ContainerDef.Kind... kinds) {
    var chosen =
        slots.stream().filter(slot -> Arrays.asList(kinds).contains(slot.def().kind())).toList();
    if (!chosen.isEmpty()) {
      status.set(field, ContainerStatuses.of(chosen, initialized));
    }
  }
}
