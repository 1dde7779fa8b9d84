package dev.gantry.kube.rules;

import dev.gantry.kube.objects.GroupVersionKind;
import dev.gantry.kube.objects.StatusException;
import java.util.Map;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/// Objects that are served in more than one version: the same object told in other words.
///
/// Nothing is lost on the way there and back. What the poorer version cannot say goes into
/// annotations (autoscalers) or keeps its old names (events).
public final class Conversions {
  private static final String EVENT = "events.k8s.io/v1, Kind=Event";
  private static final String CORE_EVENT = "v1, Kind=Event";
  private static final String AUTOSCALER_V1 = "autoscaling/v1, Kind=HorizontalPodAutoscaler";
  private static final String AUTOSCALER_V2 = "autoscaling/v2, Kind=HorizontalPodAutoscaler";

  private static final Map<String, UnaryOperator<ObjectNode>> WAYS =
      Map.of(
          CORE_EVENT + ">" + EVENT, EventConversion::toEvents,
          EVENT + ">" + CORE_EVENT, EventConversion::toCore,
          AUTOSCALER_V2 + ">" + AUTOSCALER_V1, AutoscalerConversion::toV1,
          AUTOSCALER_V1 + ">" + AUTOSCALER_V2, AutoscalerConversion::toV2);

  private Conversions() {}

  /// The object as one of another version; itself if it is one already. The given tree is left as
  /// it was.
  public static ObjectNode convert(ObjectNode object, GroupVersionKind to) {
    GroupVersionKind from =
        GroupVersionKind.of(
            object.path("apiVersion").asString(""), object.path("kind").asString(""));
    if (from.equals(to)) {
      return object;
    }
    UnaryOperator<ObjectNode> way = WAYS.get(from + ">" + to);
    if (way == null) {
      throw StatusException.badRequest(
          "no kind \"%s\" is registered that %s can be converted to".formatted(to.kind(), from));
    }
    ObjectNode converted = way.apply(object.deepCopy());
    converted.put("apiVersion", to.apiVersion()).put("kind", to.kind());
    return converted;
  }

  /// Moves a field to another name, if it is there.
  static void rename(ObjectNode object, String from, String to) {
    if (object.has(from)) {
      object.set(to, object.remove(from));
    }
  }
}
