package dev.gantry.kube.api;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.LabelSelector;
import dev.gantry.kube.objects.StatusCause;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.rules.preparation.Preparation;
import dev.gantry.kube.schema.Kind;
import dev.gantry.platform.json.Json;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The number of replicas of anything that has some, in the shape of a `Scale`.
///
/// @param kind the kind Scale
record ScalePart(Kind kind) implements Part {

  @Override
  public KubeObject show(KubeObject stored) {
    ObjectNode scale = Json.mapper().createObjectNode();
    scale.put("kind", "Scale").put("apiVersion", "autoscaling/v1");
    ObjectNode metadata = scale.putObject("metadata");
    for (String field :
        List.of("name", "namespace", "uid", "resourceVersion", "creationTimestamp")) {
      JsonNode value = stored.metadata().path(field);
      if (!value.isMissingNode()) {
        metadata.set(field, value);
      }
    }
    scale.putObject("spec").put("replicas", stored.spec().path("replicas").asInt(0));
    JsonNode selector = stored.spec().path("selector");
    LabelSelector selected =
        selector.has("matchLabels") || selector.has("matchExpressions")
            ? LabelSelector.ofStructure(selector)
            : LabelSelector.ofMap(selector);
    scale
        .putObject("status")
        .put("replicas", stored.status().path("replicas").asInt(0))
        .put("selector", selected.text());
    return KubeObject.of(scale);
  }

  @Override
  public ObjectNode merge(ObjectNode shown, KubeObject stored) {
    JsonNode replicas = shown.path("spec").path("replicas");
    if (replicas.asInt(0) < 0) {
      throw StatusException.invalid(
          kind.groupVersionKind(),
          stored.name(),
          List.of(
              StatusCause.invalid(
                  "spec.replicas",
                  Integer.toString(replicas.asInt()),
                  "must be greater than or equal to 0")));
    }
    ObjectNode next = stored.json().deepCopy();
    next.withObject("/spec").put("replicas", replicas.asInt(0));
    Preparation.forUpdate(next, stored);
    return next;
  }
}
