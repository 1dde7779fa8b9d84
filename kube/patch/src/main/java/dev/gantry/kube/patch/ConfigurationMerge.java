package dev.gantry.kube.patch;

import dev.gantry.platform.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Lays an applied configuration over a live object.
///
/// What the configuration says wins; what it does not mention stays. The result shares nodes with
/// both.
final class ConfigurationMerge {
  private static final JsonNode NO_ELEMENTS = Json.mapper().createArrayNode();

  private ConfigurationMerge() {}

  static JsonNode merge(Shape place, JsonNode live, JsonNode configured) {
    Shape shape = place.forValue(configured);
    if (!shape.getClass().equals(place.forValue(live).getClass())) {
      // Nothing to keep, except that an explicit null says nothing about what is in a structure.
      return configured.isNull() && !(place.forValue(live) instanceof Shape.Leaf)
          ? live
          : configured;
    }
    return switch (shape) {
      case Shape.Leaf(), Shape.Deduced() -> configured;
      case Shape.Fields _, Shape.Entries _ -> fields(shape, live, configured);
      case Shape.Items _, Shape.KeyedItems _ -> new ListMerge(shape, live, configured).merge();
    };
  }

  private static ObjectNode fields(Shape shape, JsonNode live, JsonNode configured) {
    ObjectNode merged = Json.mapper().createObjectNode();
    for (Map.Entry<String, JsonNode> field : live.properties()) {
      JsonNode over = configured.get(field.getKey());
      merged.set(
          field.getKey(),
          over == null
              ? field.getValue()
              : merge(shape.field(field.getKey()), field.getValue(), over));
    }
    for (Map.Entry<String, JsonNode> field : configured.properties()) {
      if (!live.has(field.getKey())) {
        merged.set(field.getKey(), added(shape.field(field.getKey()), field.getValue()));
      }
    }
    merged
        .properties()
        .removeIf(field -> field.getValue().isNull() && shape.declares(field.getKey()));
    return merged;
  }

  /// A part of the configuration that nothing live corresponds to: as it is, but for nulls, which
  /// set nothing.
  private static JsonNode added(Shape place, JsonNode configured) {
    JsonNode nothing = configured.isArray() ? NO_ELEMENTS : ManagedFields.NO_OBJECT;
    return configured.isContainer() ? merge(place, nothing, configured) : configured;
  }

  /// Merges lists element by element. Elements keep the order of the configuration; live elements
  /// that it does not mention keep their place relative to those that both have.
  private static final class ListMerge {
    private final Shape shape;
    private final JsonNode live;
    private final JsonNode configured;
    private final List<PathElement> liveOrder = new ArrayList<>();
    private final List<PathElement> configuredOrder = new ArrayList<>();
    private final Map<PathElement, JsonNode> liveByElement = new TreeMap<>();
    private final Map<PathElement, Integer> placeInConfigured = new TreeMap<>();
    private final ArrayNode merged = Json.mapper().createArrayNode();
    private int placed;

    ListMerge(Shape shape, JsonNode live, JsonNode configured) {
      this.shape = shape;
      this.live = live;
      this.configured = configured;
      for (JsonNode element : live) {
        PathElement at = ListElements.of(shape, element);
        liveOrder.add(at);
        liveByElement.putIfAbsent(at, element);
      }
      for (JsonNode element : configured) {
        PathElement at = ListElements.of(shape, element);
        placeInConfigured.put(at, configuredOrder.size());
        configuredOrder.add(at);
      }
    }

    ArrayNode merge() {
      for (int i = 0; i < liveOrder.size(); i++) {
        Integer place = placeInConfigured.get(liveOrder.get(i));
        if (place == null) {
          merged.add(live.get(i));
        } else if (place == nextShared()) {
          placeUpTo(place);
        }
        // Else it has been placed, or will be when its turn in the configuration comes.
      }
      placeUpTo(configuredOrder.size() - 1);
      return merged;
    }

    /// The first element of the configuration not placed yet that is live too.
    private int nextShared() {
      int next = placed;
      while (next < configuredOrder.size()
          && !liveByElement.containsKey(configuredOrder.get(next))) {
        next++;
      }
      return next;
    }

    private void placeUpTo(int last) {
      for (; placed <= last; placed++) {
        JsonNode over = configured.get(placed);
        JsonNode under = liveByElement.get(configuredOrder.get(placed));
        merged.add(
            under == null
                ? added(shape.element(), over)
                : ConfigurationMerge.merge(shape.element(), under, over));
      }
    }
  }
}
