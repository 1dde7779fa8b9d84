package dev.gantry.kube.controllers;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.LabelSelector;
import dev.gantry.kube.objects.PodReady;
import dev.gantry.platform.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// What a ReplicaSet or ReplicationController says about its pods.
final class ReplicaStatus {
  static final String REPLICA_FAILURE = "ReplicaFailure";

  private ReplicaStatus() {}

  /// The status, apart from what nobody here computes.
  ///
  /// @param active pods that count
  /// @param terminating pods on their way out
  /// @param failure why the number could not be reached
  static ObjectNode of(
      KubeObject set,
      List<KubeObject> active,
      int terminating,
      Optional<Failure> failure,
      Instant now) {
    LabelSelector template =
        LabelSelector.ofLabels(
            KubeObject.strings(set.at("spec", "template", "metadata", "labels")));
    int minReady = set.spec().path("minReadySeconds").asInt(0);
    ObjectNode status = Json.mapper().createObjectNode();
    status.put("replicas", active.size());
    put(status, "fullyLabeledReplicas", active.stream().filter(template::matches).count());
    put(status, "readyReplicas", active.stream().filter(PodReady::isReady).count());
    put(
        status,
        "availableReplicas",
        active.stream().filter(pod -> PodReady.isAvailable(pod, minReady, now)).count());
    if (set.kind().equals("ReplicaSet")) {
      status.put("terminatingReplicas", terminating);
    }
    status.put("observedGeneration", set.generation());
    var conditions = new ConditionList(set.status().path("conditions"), now);
    failure.ifPresentOrElse(
        why -> conditions.setOnce(REPLICA_FAILURE, "True", why.reason(), why.message()),
        () -> conditions.remove(REPLICA_FAILURE));
    conditions.into(status);
    return status;
  }

  /// Zero is what an absent field means.
  private static void put(ObjectNode status, String field, long count) {
    if (count > 0) {
      status.put(field, (int) count);
    }
  }

  /// What went wrong.
  ///
  /// @param reason `FailedCreate` or `FailedDelete`
  record Failure(String reason, String message) {}
}
