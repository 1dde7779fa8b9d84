package dev.gantry.kube.controllers;

import dev.gantry.kube.client.ApiClient;
import dev.gantry.kube.client.EventRecorder;
import dev.gantry.kube.objects.KubeObject;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// Sets the sizes of a Deployment's ReplicaSets.
final class ReplicaSetScaler {
  private final ApiClient client;
  private final EventRecorder events;

  ReplicaSetScaler(ApiClient client, EventRecorder events) {
    this.client = client;
    this.events = events;
  }

  /// Gives a set its size, and notes for which size of the Deployment that was. Returns whether the
  /// size changed.
  boolean scale(Rollout rollout, KubeObject set, int size) {
    int before = Rollout.replicas(set);
    Map<String, String> sizes = Revisions.sizes(rollout.spec());
    if (before == size && set.annotations().entrySet().containsAll(sizes.entrySet())) {
      return false;
    }
    KubeObject written =
        client.update(
            set.edit(
                json -> {
                  json.withObject("spec").put("replicas", size);
                  ObjectNode annotations = json.withObject("metadata").withObject("annotations");
                  sizes.forEach(annotations::put);
                }));
    rollout.wroteSet(written);
    if (before == size) {
      return false;
    }
    events.normal(
        rollout.deployment(),
        "ScalingReplicaSet",
        "Scaled %s replica set %s from %d to %d"
            .formatted(size > before ? "up" : "down", set.name(), before, size));
    return true;
  }
}
