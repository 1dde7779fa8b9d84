package dev.gantry.kube.patch;

import dev.gantry.kube.schema.ObjectType;
import dev.gantry.platform.json.Json;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Fields that every object of a type has, empty if nothing else.
///
/// Upstream keeps some structures by value and always writes some lists. Filling one is not adding
/// it: its writer owns what is in it and not the field itself, and so there is no `.` in
/// `f:template`. The schema does not tell these fields from others.
final class StandingFields {
  private static final JsonNode OBJECT = Json.mapper().createObjectNode();
  private static final JsonNode LIST = Json.mapper().createArrayNode();

  private static final Set<String> OF_KINDS = Set.of("metadata", "spec", "status");

  /// Structures, by the last part of their type's name.
  private static final Map<String, Set<String>> STRUCTURES =
      Map.ofEntries(
          Map.entry("DeploymentSpec", Set.of("template", "strategy")),
          Map.entry("ReplicaSetSpec", Set.of("template")),
          Map.entry("StatefulSetSpec", Set.of("template", "updateStrategy")),
          Map.entry("DaemonSetSpec", Set.of("template", "updateStrategy")),
          Map.entry("JobSpec", Set.of("template")),
          Map.entry("CronJobSpec", Set.of("jobTemplate")),
          Map.entry("JobTemplateSpec", OF_KINDS),
          Map.entry("PodTemplateSpec", OF_KINDS),
          Map.entry("PodTemplate", Set.of("template")),
          Map.entry("PersistentVolumeClaimTemplate", OF_KINDS),
          Map.entry("PersistentVolumeClaimSpec", Set.of("resources")),
          Map.entry("Container", Set.of("resources")),
          Map.entry("EphemeralContainer", Set.of("resources")),
          Map.entry("ContainerStatus", Set.of("state", "lastState")),
          Map.entry("ServiceStatus", Set.of("loadBalancer")),
          Map.entry("IngressStatus", Set.of("loadBalancer")),
          Map.entry("HorizontalPodAutoscalerSpec", Set.of("scaleTargetRef")),
          Map.entry("NodeStatus", Set.of("daemonEndpoints", "nodeInfo")),
          Map.entry("NodeDaemonEndpoints", Set.of("kubeletEndpoint")),
          Map.entry("Event", Set.of("source", "deprecatedSource")));

  private static final Map<String, Set<String>> LISTS = Map.of("PodSpec", Set.of("containers"));

  private StandingFields() {}

  /// What a field holds when it seems missing; null when it can be missing.
  static @Nullable JsonNode valueOf(Shape shape, String field) {
    if (!(shape instanceof Shape.Fields(ObjectType type)) || type.find(field).isEmpty()) {
      return null;
    }
    String name = type.simpleName();
    if (STRUCTURES.getOrDefault(name, Set.of()).contains(field)
        || (OF_KINDS.contains(field) && type.find("kind").isPresent())) {
      return OBJECT;
    }
    return LISTS.getOrDefault(name, Set.of()).contains(field) ? LIST : null;
  }
}
