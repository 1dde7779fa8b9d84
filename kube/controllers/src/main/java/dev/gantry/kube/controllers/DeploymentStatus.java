package dev.gantry.kube.controllers;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.platform.json.Json;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// What a Deployment says about the pods of all its ReplicaSets.
final class DeploymentStatus {
  private DeploymentStatus() {}

  /// The numbers of a Deployment, and whether it is available.
  static ObjectNode of(Rollout rollout) {
    KubeObject deployment = rollout.deployment();
    List<KubeObject> all = rollout.all();
    ObjectNode status = Json.mapper().createObjectNode();
    int available = Rollout.sum(all, Rollout::available);
    status.put("observedGeneration", deployment.generation());
    put(status, "replicas", Rollout.sum(all, set -> Rollout.status(set, "replicas")));
    put(
        status,
        "updatedReplicas",
        rollout.current().map(set -> Rollout.status(set, "replicas")).orElse(0));
    put(status, "readyReplicas", Rollout.sum(all, set -> Rollout.status(set, "readyReplicas")));
    put(status, "availableReplicas", available);
    put(
        status,
        "unavailableReplicas",
        Math.max(0, Rollout.sum(all, Rollout::replicas) - available));
    status.put(
        "terminatingReplicas", Rollout.sum(all, set -> Rollout.status(set, "terminatingReplicas")));
    if (deployment.status().has("collisionCount")) {
      status.set("collisionCount", deployment.status().path("collisionCount"));
    }
    DeploymentProgress.reportAvailability(rollout, available);
    return status;
  }

  /// Zero is what an absent field means.
  private static void put(ObjectNode status, String field, int count) {
    if (count > 0) {
      status.put(field, count);
    }
  }
}
