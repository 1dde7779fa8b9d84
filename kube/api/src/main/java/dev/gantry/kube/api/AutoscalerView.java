package dev.gantry.kube.api;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.schema.Kind;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `autoscaling/v1`, which knows one metric: the use of the CPU. Other metrics are not shown in it
/// and, like the behavior, are dropped when it is written.
record AutoscalerView(Kind kind, Kind stored) implements KindView {
  private static final String TARGET = "targetCPUUtilizationPercentage";
  private static final String CURRENT = "currentCPUUtilizationPercentage";

  @Override
  public KubeObject show(KubeObject autoscaler) {
    return autoscaler.edit(
        json -> {
          name(json, kind);
          if (json.path("spec") instanceof ObjectNode spec) {
            JsonNode metrics = spec.path("metrics");
            spec.remove(List.of("metrics", "behavior"));
            copy(cpu(metrics).path("target"), spec, TARGET);
          }
          if (json.path("status") instanceof ObjectNode status) {
            JsonNode metrics = status.path("currentMetrics");
            status.remove(List.of("currentMetrics", "conditions"));
            copy(cpu(metrics).path("current"), status, CURRENT);
          }
        });
  }

  @Override
  public ObjectNode store(ObjectNode shown) {
    ObjectNode json = shown.deepCopy();
    name(json, stored);
    if (json.path("spec") instanceof ObjectNode spec) {
      JsonNode target = spec.path(TARGET);
      spec.remove(TARGET);
      if (target.isNumber()) {
        addCpu(spec.putArray("metrics"), "target", target).put("type", "Utilization");
      }
    }
    if (json.path("status") instanceof ObjectNode status) {
      JsonNode current = status.path(CURRENT);
      status.remove(CURRENT);
      if (current.isNumber()) {
        addCpu(status.putArray("currentMetrics"), "current", current);
      }
    }
    return json;
  }

  private static JsonNode cpu(JsonNode metrics) {
    for (JsonNode metric : metrics) {
      JsonNode resource = metric.path("resource");
      if (resource.path("name").asString("").equals("cpu")) {
        return resource;
      }
    }
    return metrics.path("none");
  }

  private static void copy(JsonNode value, ObjectNode to, String field) {
    JsonNode utilization = value.path("averageUtilization");
    if (utilization.isNumber()) {
      to.set(field, utilization);
    }
  }

  private static ObjectNode addCpu(ArrayNode metrics, String field, JsonNode utilization) {
    ObjectNode resource =
        metrics.addObject().put("type", "Resource").putObject("resource").put("name", "cpu");
    ObjectNode value = resource.putObject(field);
    value.set("averageUtilization", utilization);
    return value;
  }

  private static void name(ObjectNode json, Kind kind) {
    json.put("apiVersion", kind.groupVersionKind().apiVersion());
    json.put("kind", kind.groupVersionKind().kind());
  }
}
