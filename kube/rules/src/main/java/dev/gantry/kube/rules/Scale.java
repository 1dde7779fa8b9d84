package dev.gantry.kube.rules;

import dev.gantry.kube.objects.GroupVersionKind;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.LabelSelector;
import dev.gantry.kube.objects.StatusCause;
import dev.gantry.platform.json.Json;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A workload as nothing but a number of replicas: `autoscaling/v1 Scale`.
public final class Scale {
  public static final GroupVersionKind KIND = new GroupVersionKind("autoscaling", "v1", "Scale");

  private Scale() {}

  /// The view of a Deployment, ReplicaSet, ReplicationController or StatefulSet.
  public static KubeObject of(KubeObject workload) {
    ObjectNode scale = Json.mapper().createObjectNode();
    scale.put("kind", KIND.kind()).put("apiVersion", KIND.apiVersion());
    ObjectNode metadata = scale.putObject("metadata");
    for (String field :
        List.of("name", "namespace", "uid", "resourceVersion", "creationTimestamp")) {
      JsonNode value = workload.metadata().get(field);
      if (value != null) {
        metadata.set(field, value);
      }
    }
    ObjectNode spec = scale.putObject("spec");
    int replicas = workload.spec().path("replicas").asInt(0);
    if (replicas != 0) {
      spec.put("replicas", replicas);
    }
    ObjectNode status = scale.putObject("status");
    status.put("replicas", workload.status().path("replicas").asInt(0));
    String selector = selector(workload).text();
    if (!selector.isEmpty()) {
      status.put("selector", selector);
    }
    return KubeObject.of(scale);
  }

  private static LabelSelector selector(KubeObject workload) {
    JsonNode selector = workload.spec().path("selector");
    return workload.kind().equals("ReplicationController")
        ? LabelSelector.ofMap(selector)
        : LabelSelector.ofStructure(selector);
  }

  /// What is wrong with a view that somebody wrote.
  public static List<StatusCause> problems(KubeObject scale) {
    int replicas = scale.spec().path("replicas").asInt(0);
    return replicas < 0
        ? List.of(
            StatusCause.invalid(
                "spec.replicas", Integer.toString(replicas), "must be greater than or equal to 0"))
        : List.of();
  }

  /// Takes the number of a written view over into the workload. A resource version in the view is
  /// that of the workload it was made from, and becomes the workload's.
  public static void apply(KubeObject scale, ObjectNode workload) {
    JsonNode spec = workload.get("spec");
    ObjectNode target = spec instanceof ObjectNode there ? there : workload.putObject("spec");
    target.put("replicas", scale.spec().path("replicas").asInt(0));
    if (!scale.resourceVersion().isEmpty() && workload.get("metadata") instanceof ObjectNode meta) {
      meta.put("resourceVersion", scale.resourceVersion());
    }
  }
}
