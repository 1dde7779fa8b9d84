package dev.gantry.kube.scheduler;

import static dev.gantry.kube.objects.BuiltInKinds.POD;

import dev.gantry.kube.client.ApiClient;
import dev.gantry.kube.client.DeleteOptions;
import dev.gantry.kube.client.EventRecorder;
import dev.gantry.kube.client.PatchType;
import dev.gantry.kube.objects.Conditions;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.KubeTimes;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.platform.json.Json;
import java.time.InstantSource;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// Tells users why a pod has no node, and makes room for it at the cost of lesser ones.
final class Verdicts {
  private final ApiClient client;
  private final EventRecorder events;
  private final InstantSource clock;

  Verdicts(ApiClient client, EventRecorder events, InstantSource clock) {
    this.client = client;
    this.events = events;
    this.clock = clock;
  }

  void gated(KubeObject pod) {
    condition(
        pod, "SchedulingGated", "Scheduling is blocked due to non-empty scheduling gates", "");
  }

  void unschedulable(PodInfo info, Snapshot cluster, Placement.Result.Nowhere nowhere) {
    KubeObject pod = info.pod();
    if (cluster.nodes().isEmpty()) {
      tell(pod, "no nodes available to schedule pods", "");
      return;
    }
    String message = Explanation.of(cluster.nodes().size(), nowhere.rejections());
    switch (Preemption.find(info, cluster, nowhere.rejections())) {
      case Preemption.Result.Nothing(String explanation) ->
          tell(pod, message + " " + explanation, "");
      case Preemption.Result.Evict(String node, List<PodInfo> victims) -> {
        tell(pod, message, node);
        victims.forEach(victim -> evict(victim.pod(), pod, node));
      }
    }
  }

  private void tell(KubeObject pod, String message, String nominated) {
    events.warning(pod, "FailedScheduling", message);
    condition(pod, "Unschedulable", message, nominated);
  }

  private void condition(KubeObject pod, String reason, String message, String nominated) {
    boolean told =
        Conditions.find(pod, "PodScheduled")
            .filter(c -> c.path("reason").asString("").equals(reason))
            .filter(c -> c.path("message").asString("").equals(message))
            .isPresent();
    if (told && nominated.isEmpty()) {
      return;
    }
    ObjectNode patch = patch(pod);
    ObjectNode status = patch.putObject("status");
    addCondition(pod, status, "PodScheduled", "False", reason, message);
    if (!nominated.isEmpty()) {
      status.put("nominatedNodeName", nominated);
    }
    write(pod, patch);
  }

  private void evict(KubeObject victim, KubeObject winner, String node) {
    ObjectNode patch = patch(victim);
    addCondition(
        victim,
        patch.putObject("status"),
        "DisruptionTarget",
        "True",
        "PreemptionByScheduler",
        Scheduler.NAME + ": preempting to accommodate a higher priority pod");
    write(victim, patch);
    try {
      client.delete(POD, victim.key(), DeleteOptions.DEFAULT.onlyUid(victim.uid()));
      events.normal(
          victim, "Preempted", "Preempted by pod %s on node %s".formatted(winner.uid(), node));
    } catch (StatusException e) {
      if (!e.isNotFound()) {
        throw e;
      }
    }
  }

  private static ObjectNode patch(KubeObject pod) {
    ObjectNode patch = Json.mapper().createObjectNode();
    patch.putObject("metadata").put("uid", pod.uid());
    return patch;
  }

  private void addCondition(
      KubeObject pod, ObjectNode status, String type, String value, String reason, String message) {
    String since =
        Conditions.find(pod, type)
            .filter(c -> c.path("status").asString("").equals(value))
            .map(c -> c.path("lastTransitionTime").asString(""))
            .filter(time -> !time.isEmpty())
            .orElse(KubeTimes.seconds(clock.instant()));
    status
        .putArray("conditions")
        .addObject()
        .put("type", type)
        .put("status", value)
        .putNull("lastProbeTime")
        .put("lastTransitionTime", since)
        .put("reason", reason)
        .put("message", message);
  }

  /// The pod may be gone by now, and then needs no verdict.
  private void write(KubeObject pod, ObjectNode patch) {
    try {
      client.patch(POD, pod.key(), "status", PatchType.STRATEGIC_MERGE, patch);
    } catch (StatusException e) {
      if (!e.isNotFound() && !e.isConflict()) {
        throw e;
      }
    }
  }
}
