package dev.gantry.kube.rules.preparation;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.QosClass;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Pods.
final class PodPreparation {
  private PodPreparation() {}

  static void create(ObjectNode pod) {
    ObjectNode status = pod.putObject("status").put("phase", "Pending");
    status.put("qosClass", QosClass.of(pod.path("spec")).text());
    if (!pod.path("spec").path("schedulingGates").isEmpty()) {
      status
          .putArray("conditions")
          .addObject()
          .put("type", "PodScheduled")
          .put("status", "False")
          .put("reason", "SchedulingGated")
          .put("message", "Scheduling is blocked due to non-empty scheduling gates");
    }
  }

  /// Old node agents send neither owners nor the class of service back as they were.
  static void status(ObjectNode now, KubeObject before) {
    Parts.take(Parts.structure(now, "metadata"), before.metadata(), "ownerReferences");
    ObjectNode status = Parts.structure(now, "status");
    if (status.path("qosClass").asString("").isEmpty()) {
      Parts.take(status, before.status(), "qosClass");
    }
  }

  /// Everything but the ephemeral containers stays.
  static void onlyEphemeralContainers(ObjectNode now, KubeObject before) {
    JsonNode sent = now.path("spec").path("ephemeralContainers").deepCopy();
    stored(now, before);
    if (sent.isArray()) {
      Parts.structure(now, "spec").set("ephemeralContainers", sent);
    }
  }

  /// Everything but the resources of containers, and how they take a change of them, stays.
  static void onlyResources(ObjectNode now, KubeObject before) {
    JsonNode sent = now.path("spec").deepCopy();
    stored(now, before);
    for (String list : List.of("containers", "initContainers")) {
      JsonNode stays = now.path("spec").path(list);
      for (int i = 0; i < stays.size(); i++) {
        JsonNode wanted = sent.path(list).path(i);
        if (stays.get(i) instanceof ObjectNode container
            && container.path("name").equals(wanted.path("name"))) {
          Parts.take(container, wanted, "resources");
          Parts.take(container, wanted, "resizePolicy");
        }
      }
    }
    if (sent.has("resources")) {
      Parts.take(Parts.structure(now, "spec"), sent, "resources");
    }
  }

  private static void stored(ObjectNode now, KubeObject before) {
    JsonNode version = now.path("metadata").path("resourceVersion");
    JsonNode managed = now.path("metadata").path("managedFields");
    Parts.takeAllBut(now, before.json(), List.of("apiVersion", "kind"));
    ObjectNode metadata = Parts.structure(now, "metadata");
    if (version.isString()) {
      metadata.set("resourceVersion", version);
    }
    if (managed.isArray()) {
      metadata.set("managedFields", managed);
    }
  }
}
