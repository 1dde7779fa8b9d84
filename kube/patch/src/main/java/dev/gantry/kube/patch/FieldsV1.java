package dev.gantry.kube.patch;

import dev.gantry.platform.json.Json;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The form of a [FieldSet] in `metadata.managedFields[].fieldsV1`: an object per path element,
/// empty for an element that is owned and has nothing owned below; `.` says that an element with
/// more below is owned itself.
public final class FieldsV1 {
  private static final String SELF = ".";

  private FieldsV1() {}

  public static ObjectNode encode(FieldSet set) {
    ObjectNode json = Json.mapper().createObjectNode();
    for (int i = 0; i < set.size(); i++) {
      FieldSet below = set.below(i);
      ObjectNode child = encode(below);
      if (set.isOwned(i) && !below.isEmpty()) {
        ObjectNode withSelf = Json.mapper().createObjectNode();
        withSelf.putObject(SELF);
        withSelf.setAll(child);
        child = withSelf;
      }
      json.set(set.element(i).text(), child);
    }
    return json;
  }

  /// Reads a set.
  ///
  /// @throws IllegalArgumentException when the document is not of this form
  public static FieldSet decode(JsonNode json) {
    if (!json.isObject()) {
      throw new IllegalArgumentException("fieldsV1 must be an object");
    }
    FieldSet.Builder set = new FieldSet.Builder();
    for (Map.Entry<String, JsonNode> child : json.properties()) {
      if (child.getKey().equals(SELF)) {
        continue;
      }
      JsonNode under = child.getValue();
      set.add(PathElement.parse(child.getKey()), under.isEmpty() || under.has(SELF), decode(under));
    }
    return set.build();
  }

  /// Whether a set and the set behind a document that [#encode] wrote may have paths in common.
  /// Cheap, because only what is in both is looked at.
  static boolean mayIntersect(JsonNode json, FieldSet set) {
    for (int i = 0; i < set.size(); i++) {
      JsonNode under = json.get(set.element(i).text());
      if (under != null
          && ((set.isOwned(i) && (under.isEmpty() || under.has(SELF)))
              || mayIntersect(under, set.below(i)))) {
        return true;
      }
    }
    return false;
  }
}
