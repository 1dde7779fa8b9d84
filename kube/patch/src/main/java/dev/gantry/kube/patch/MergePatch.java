package dev.gantry.kube.patch;

import dev.gantry.kube.objects.StatusException;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// JSON merge patches, RFC 7386: objects are merged, null removes, all else replaces.
public final class MergePatch {
  private MergePatch() {}

  /// A new tree; neither argument is changed or shared.
  ///
  /// @throws StatusException BadRequest when the patch is not an object
  public static ObjectNode apply(ObjectNode target, JsonNode patch) {
    if (!patch.isObject()) {
      throw StatusException.badRequest("Invalid JSON Patch");
    }
    ObjectNode result = target.deepCopy();
    merge(result, patch);
    return result;
  }

  private static void merge(ObjectNode target, JsonNode patch) {
    for (Map.Entry<String, JsonNode> field : patch.properties()) {
      JsonNode value = field.getValue();
      if (value.isNull()) {
        target.remove(field.getKey());
      } else if (value.isObject()) {
        ObjectNode inner =
            target.get(field.getKey()) instanceof ObjectNode present
                ? present
                : target.putObject(field.getKey());
        merge(inner, value);
      } else {
        target.set(field.getKey(), value.deepCopy());
      }
    }
  }
}
