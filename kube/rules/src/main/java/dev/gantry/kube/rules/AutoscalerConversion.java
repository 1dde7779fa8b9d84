package dev.gantry.kube.rules;

import dev.gantry.platform.json.Json;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Autoscalers. The first version knows one metric, the share of the requested CPU; others, the
/// state of all, conditions and behaviour travel in annotations.
final class AutoscalerConversion {
  private static final String METRICS = "autoscaling.alpha.kubernetes.io/metrics";
  private static final String CURRENT = "autoscaling.alpha.kubernetes.io/current-metrics";
  private static final String CONDITIONS = "autoscaling.alpha.kubernetes.io/conditions";
  private static final String BEHAVIOR = "autoscaling.alpha.kubernetes.io/behavior";
  private static final int DEFAULT_PERCENT = 80;

  private AutoscalerConversion() {}

  static ObjectNode toV1(ObjectNode autoscaler) {
    if (autoscaler.get("spec") instanceof ObjectNode spec) {
      ArrayNode others = spec.arrayNode();
      for (JsonNode metric : spec.path("metrics")) {
        JsonNode percent = metric.path("resource").path("target").path("averageUtilization");
        if (isCpu(metric) && percent.isNumber() && !spec.has("targetCPUUtilizationPercentage")) {
          spec.set("targetCPUUtilizationPercentage", percent);
        } else {
          others.add(metric);
        }
      }
      spec.remove("metrics");
      annotate(autoscaler, METRICS, others);
      JsonNode behavior = spec.remove("behavior");
      if (behavior != null) {
        annotate(autoscaler, BEHAVIOR, behavior);
      }
    }
    if (autoscaler.get("status") instanceof ObjectNode status) {
      for (JsonNode metric : status.path("currentMetrics")) {
        JsonNode percent = metric.path("resource").path("current").path("averageUtilization");
        if (isCpu(metric) && percent.isNumber()) {
          status.set("currentCPUUtilizationPercentage", percent);
        }
      }
      move(autoscaler, status, "currentMetrics", CURRENT);
      move(autoscaler, status, "conditions", CONDITIONS);
    }
    return autoscaler;
  }

  static ObjectNode toV2(ObjectNode autoscaler) {
    JsonNode behavior = take(autoscaler, BEHAVIOR);
    JsonNode others = take(autoscaler, METRICS);
    if (autoscaler.get("spec") instanceof ObjectNode spec) {
      ArrayNode metrics = spec.arrayNode();
      JsonNode percent = spec.remove("targetCPUUtilizationPercentage");
      if (percent != null && percent.isNumber()) {
        cpu(metrics.addObject(), percent.asInt());
      } else if (others.isEmpty()) {
        cpu(metrics.addObject(), DEFAULT_PERCENT);
      }
      others.forEach(metrics::add);
      spec.set("metrics", metrics);
      if (behavior.isObject()) {
        spec.set("behavior", behavior);
      }
    }
    JsonNode current = take(autoscaler, CURRENT);
    JsonNode conditions = take(autoscaler, CONDITIONS);
    if (autoscaler.get("status") instanceof ObjectNode status) {
      status.remove("currentCPUUtilizationPercentage");
      if (!current.isEmpty()) {
        status.set("currentMetrics", current);
      }
      if (!conditions.isEmpty()) {
        status.set("conditions", conditions);
      }
    }
    return autoscaler;
  }

  private static boolean isCpu(JsonNode metric) {
    return metric.path("type").asString("").equals("Resource")
        && metric.path("resource").path("name").asString("").equals("cpu");
  }

  private static void cpu(ObjectNode metric, int percent) {
    ObjectNode resource = metric.put("type", "Resource").putObject("resource").put("name", "cpu");
    resource.putObject("target").put("type", "Utilization").put("averageUtilization", percent);
  }

  private static void move(ObjectNode object, ObjectNode from, String field, String annotation) {
    JsonNode value = from.remove(field);
    if (value != null) {
      annotate(object, annotation, value);
    }
  }

  private static void annotate(ObjectNode object, String name, JsonNode value) {
    if (value.isEmpty() || !(object.get("metadata") instanceof ObjectNode metadata)) {
      return;
    }
    ObjectNode annotations =
        metadata.get("annotations") instanceof ObjectNode there
            ? there
            : metadata.putObject("annotations");
    annotations.put(name, value.toString());
  }

  /// Reads an annotation and removes it.
  private static JsonNode take(ObjectNode object, String name) {
    if (object.path("metadata").path("annotations") instanceof ObjectNode annotations) {
      JsonNode text = annotations.remove(name);
      if (annotations.isEmpty()) {
        ((ObjectNode) object.get("metadata")).remove("annotations");
      }
      if (text != null) {
        return Json.tree(text.asString("").getBytes(StandardCharsets.UTF_8));
      }
    }
    return object.arrayNode();
  }
}
