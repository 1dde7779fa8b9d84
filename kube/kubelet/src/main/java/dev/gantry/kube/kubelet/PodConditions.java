package dev.gantry.kube.kubelet;

import dev.gantry.kube.objects.Conditions;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.KubeTimes;
import dev.gantry.platform.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The conditions of a pod: those that say how far it has come are computed here, those of others
/// are kept. The time of a transition changes only with the status.
final class PodConditions {
  private static final Set<String> OURS =
      Set.of("PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady");

  private final KubeObject pod;
  private final Instant now;
  private final ArrayNode conditions = Json.mapper().createArrayNode();

  private PodConditions(KubeObject pod, Instant now) {
    this.pod = pod;
    this.now = now;
  }

  static ArrayNode of(
      KubeObject pod, List<SlotView> slots, PodPhase phase, boolean placed, Instant now) {
    var conditions = new PodConditions(pod, now);
    conditions.add("PodReadyToStartContainers", placed, Optional.empty());
    conditions.initialized(slots, phase);
    conditions.ready(slots, phase);
    for (JsonNode other : pod.status().path("conditions")) {
      if (!OURS.contains(other.path("type").asString(""))) {
        conditions.conditions.add(other);
      }
    }
    return conditions.conditions;
  }

  /// Why a condition does not hold.
  private record Why(String reason, String message) {}

  private void initialized(List<SlotView> slots, PodPhase phase) {
    List<String> incomplete = new ArrayList<>();
    boolean appRan = false;
    for (SlotView slot : slots) {
      switch (slot.def().kind()) {
        case INIT -> {
          if (!slot.endedWith(0)) {
            incomplete.add(slot.name());
          }
        }
        case SIDECAR -> {
          if (!slot.started() && !slot.hasEnded()) {
            incomplete.add(slot.name());
          }
        }
        case APP -> appRan |= !(slot.run() instanceof Run.None);
        case EPHEMERAL -> {}
      }
    }
    if (phase == PodPhase.SUCCEEDED) {
      add("Initialized", true, Optional.of(new Why("PodCompleted", "")));
    } else if (incomplete.isEmpty() || appRan) {
      add("Initialized", true, Optional.empty());
    } else {
      add(
          "Initialized",
          false,
          Optional.of(
              new Why(
                  "ContainersNotInitialized",
                  "containers with incomplete status: [" + String.join(" ", incomplete) + "]")));
    }
  }

  private void ready(List<SlotView> slots, PodPhase phase) {
    Optional<Why> notReady =
        switch (phase) {
          case SUCCEEDED -> Optional.of(new Why("PodCompleted", ""));
          case FAILED -> Optional.of(new Why("PodFailed", ""));
          case PENDING, RUNNING -> unready(slots);
        };
    Optional<Why> gates = notReady.isEmpty() ? closedGates() : notReady;
    add("Ready", gates.isEmpty(), gates);
    add("ContainersReady", notReady.isEmpty(), notReady);
  }

  private static Optional<Why> unready(List<SlotView> slots) {
    List<String> unready = new ArrayList<>();
    for (SlotView slot : slots) {
      boolean counts =
          slot.def().kind() == ContainerDef.Kind.APP
              || slot.def().kind() == ContainerDef.Kind.SIDECAR;
      if (counts && !slot.ready()) {
        unready.add(slot.name());
      }
    }
    return unready.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Why(
                "ContainersNotReady",
                "containers with unready status: [" + String.join(" ", unready) + "]"));
  }

  private Optional<Why> closedGates() {
    List<String> problems = new ArrayList<>();
    for (JsonNode gate : pod.spec().path("readinessGates")) {
      String type = gate.path("conditionType").asString("");
      var condition = Conditions.find(pod, type);
      if (condition.isEmpty()) {
        problems.add(
            "corresponding condition of pod readiness gate \"%s\" does not exist.".formatted(type));
      } else if (!Conditions.isTrue(pod, type)) {
        problems.add(
            "the status of pod readiness gate \"%s\" is not \"True\", but %s"
                .formatted(type, condition.get().path("status").asString("")));
      }
    }
    return problems.isEmpty()
        ? Optional.empty()
        : Optional.of(new Why("ReadinessGatesNotReady", String.join(", ", problems)));
  }

  private void add(String type, boolean holds, Optional<Why> why) {
    String status = holds ? "True" : "False";
    var before = Conditions.find(pod, type);
    boolean same = before.filter(b -> b.path("status").asString("").equals(status)).isPresent();
    ObjectNode condition = conditions.addObject();
    if (pod.generation() > 0) {
      condition.put("observedGeneration", pod.generation());
    }
    condition.put("type", type).put("status", status).putNull("lastProbeTime");
    String since = before.map(b -> b.path("lastTransitionTime").asString("")).orElse("");
    condition.put("lastTransitionTime", same ? since : KubeTimes.seconds(now));
    why.ifPresent(
        w -> {
          condition.put("reason", w.reason());
          if (!w.message().isEmpty()) {
            condition.put("message", w.message());
          }
        });
  }
}
