package dev.gantry.kube.rules;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.platform.json.Json;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.node.ObjectNode;

/// Objects for tests, written with single quotes.
public final class Documents {
  private Documents() {}

  public static ObjectNode json(String text) {
    return (ObjectNode) Json.tree(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  public static KubeObject object(String text) {
    return KubeObject.of(json(text));
  }
}
