package dev.gantry.kube.client;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.platform.json.Json;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.node.ObjectNode;

/// Objects for tests, written as JSON with single quotes for double ones.
public final class TestObjects {
  private TestObjects() {}

  public static KubeObject object(String json) {
    return KubeObject.of(tree(json));
  }

  public static ObjectNode tree(String json) {
    String text = json.replace('\'', '"');
    return (ObjectNode) Json.tree(text.getBytes(StandardCharsets.UTF_8));
  }
}
