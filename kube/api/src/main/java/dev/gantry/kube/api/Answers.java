package dev.gantry.kube.api;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.platform.json.Json;
import tools.jackson.databind.node.ObjectNode;

/// Answers that are no objects of the cluster.
final class Answers {
  private static final int CREATED = 201;

  private Answers() {}

  /// The `Status` of a subresource that did what was posted to it.
  static KubeObject created() {
    ObjectNode status = Json.mapper().createObjectNode();
    status.put("kind", "Status").put("apiVersion", "v1");
    status.putObject("metadata");
    status.put("status", "Success").put("code", CREATED);
    return KubeObject.of(status);
  }
}
