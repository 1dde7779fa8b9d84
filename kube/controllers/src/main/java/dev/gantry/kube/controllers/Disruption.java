package dev.gantry.kube.controllers;

import static dev.gantry.kube.objects.BuiltInKinds.POD;

import dev.gantry.kube.client.ApiClient;
import dev.gantry.kube.client.DeleteOptions;
import dev.gantry.kube.client.PatchType;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.KubeTimes;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.platform.json.Json;
import java.time.InstantSource;
import tools.jackson.databind.node.ObjectNode;

/// Ends pods for the system's own reasons, and says so in them first.
final class Disruption {
  private final ApiClient client;
  private final InstantSource clock;

  Disruption(ApiClient client, InstantSource clock) {
    this.client = client;
    this.clock = clock;
  }

  /// Deletes a pod with its grace period.
  void delete(KubeObject pod, String reason, String message) {
    end(pod, patch(pod, reason, message), DeleteOptions.DEFAULT);
  }

  /// Removes a pod at once whose node cannot end it any more.
  void remove(KubeObject pod, String reason, String message) {
    ObjectNode patch = patch(pod, reason, message);
    if (!pod.status().path("phase").asString("").equals("Succeeded")) {
      patch.withObject("status").put("phase", "Failed");
    }
    end(pod, patch, DeleteOptions.DEFAULT.grace(0));
  }

  private ObjectNode patch(KubeObject pod, String reason, String message) {
    ObjectNode patch = Json.mapper().createObjectNode();
    patch.putObject("metadata").put("uid", pod.uid());
    patch
        .putObject("status")
        .putArray("conditions")
        .addObject()
        .put("type", "DisruptionTarget")
        .put("status", "True")
        .put("lastTransitionTime", KubeTimes.seconds(clock.instant()))
        .put("reason", reason)
        .put("message", message);
    return patch;
  }

  private void end(KubeObject pod, ObjectNode patch, DeleteOptions options) {
    try {
      client.patch(POD, pod.key(), "status", PatchType.STRATEGIC_MERGE, patch);
      client.delete(POD, pod.key(), options.onlyUid(pod.uid()));
    } catch (StatusException e) {
      if (!e.isNotFound()) {
        throw e;
      }
    }
  }
}
