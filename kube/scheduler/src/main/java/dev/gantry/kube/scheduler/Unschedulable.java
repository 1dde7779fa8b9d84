package dev.gantry.kube.scheduler;

import dev.gantry.platform.json.Json;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// A cordoned node takes no pods but those that tolerate being there.
final class Unschedulable implements Filter {
  private static final JsonNode TAINT =
      Json.mapper()
          .createObjectNode()
          .put("key", "node.kubernetes.io/unschedulable")
          .put("effect", "NoSchedule");

  @Override
  public Optional<Rejection> reject(PodInfo pod, NodeInfo node, Snapshot cluster) {
    return node.node().spec().path("unschedulable").asBoolean(false)
            && !Taints.isTolerated(pod, TAINT)
        ? Rejection.hopeless("node(s) were unschedulable")
        : Optional.empty();
  }
}
