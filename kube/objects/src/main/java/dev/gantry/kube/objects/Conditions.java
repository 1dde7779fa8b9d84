package dev.gantry.kube.objects;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// What an object's `status.conditions` say.
public final class Conditions {
  private Conditions() {}

  /// The condition of that type.
  public static Optional<JsonNode> find(KubeObject object, String type) {
    for (JsonNode condition : object.status().path("conditions")) {
      if (type.equals(condition.path("type").asString(""))) {
        return Optional.of(condition);
      }
    }
    return Optional.empty();
  }

  /// `True`, `False` or `Unknown`; empty text when there is no such condition.
  public static String status(KubeObject object, String type) {
    return find(object, type).map(c -> c.path("status").asString("")).orElse("");
  }

  public static boolean isTrue(KubeObject object, String type) {
    return status(object, type).equals("True");
  }
}
