package dev.gantry.kube.controllers;

import dev.gantry.kube.objects.Conditions;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.KubeTimes;
import dev.gantry.platform.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The taints that follow from a node's conditions.
final class NodeTaints {
  private static final String PREFIX = "node.kubernetes.io/";
  private static final String NO_SCHEDULE = "NoSchedule";
  private static final String NO_EXECUTE = "NoExecute";

  private static final Map<String, String> BY_TRUE_CONDITION =
      Map.of(
          "MemoryPressure", "memory-pressure",
          "DiskPressure", "disk-pressure",
          "PIDPressure", "pid-pressure",
          "NetworkUnavailable", "network-unavailable");

  private static final Set<String> OURS =
      Set.of(
          "not-ready",
          "unreachable",
          "unschedulable",
          "memory-pressure",
          "disk-pressure",
          "pid-pressure",
          "network-unavailable");

  private record Taint(String name, String effect) {}

  private NodeTaints() {}

  /// All taints the node should have: others' as they are, and ours.
  static ArrayNode wanted(KubeObject node, Instant now) {
    List<Taint> ours = ours(node);
    ArrayNode taints = Json.mapper().createArrayNode();
    for (JsonNode present : node.spec().path("taints")) {
      Optional<Taint> known = known(present);
      if (known.isEmpty() || ours.remove(known.get())) {
        taints.add(present.deepCopy());
      }
    }
    for (Taint missing : ours) {
      ObjectNode taint =
          taints.addObject().put("key", PREFIX + missing.name()).put("effect", missing.effect());
      if (missing.effect().equals(NO_EXECUTE)) {
        taint.put("timeAdded", KubeTimes.seconds(now));
      }
    }
    return taints;
  }

  private static Optional<Taint> known(JsonNode taint) {
    String key = taint.path("key").asString("");
    String name = key.startsWith(PREFIX) ? key.substring(PREFIX.length()) : "";
    return OURS.contains(name)
        ? Optional.of(new Taint(name, taint.path("effect").asString("")))
        : Optional.empty();
  }

  private static List<Taint> ours(KubeObject node) {
    List<Taint> taints = new ArrayList<>();
    switch (Conditions.status(node, "Ready")) {
      case "True" -> {}
      case "False" -> {
        taints.add(new Taint("not-ready", NO_SCHEDULE));
        taints.add(new Taint("not-ready", NO_EXECUTE));
      }
      case "Unknown" -> {
        taints.add(new Taint("unreachable", NO_SCHEDULE));
        taints.add(new Taint("unreachable", NO_EXECUTE));
      }
      // It has not said anything yet.
      default -> taints.add(new Taint("not-ready", NO_SCHEDULE));
    }
    BY_TRUE_CONDITION.forEach(
        (condition, name) -> {
          if (Conditions.isTrue(node, condition)) {
            taints.add(new Taint(name, NO_SCHEDULE));
          }
        });
    if (node.spec().path("unschedulable").asBoolean(false)) {
      taints.add(new Taint("unschedulable", NO_SCHEDULE));
    }
    return taints;
  }
}
