package dev.gantry.kube.rules.defaults;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Horizontal pod autoscalers.
final class AutoscalingDefaults {
  private AutoscalingDefaults() {}

  static void v1(ObjectNode autoscaler) {
    Fill.number(Fill.structure(autoscaler, "spec"), "minReplicas", 1);
  }

  static void v2(ObjectNode autoscaler) {
    ObjectNode spec = Fill.structure(autoscaler, "spec");
    Fill.number(spec, "minReplicas", 1);
    if (spec.path("metrics").isEmpty()) {
      cpu(spec.putArray("metrics").addObject(), 80);
    }
    Fill.within(spec, "behavior", AutoscalingDefaults::behavior);
  }

  /// The metric that the first version of the kind knew as its only one.
  static void cpu(ObjectNode metric, int percent) {
    ObjectNode resource = metric.put("type", "Resource").putObject("resource").put("name", "cpu");
    resource.putObject("target").put("type", "Utilization").put("averageUtilization", percent);
  }

  private static void behavior(ObjectNode behavior) {
    ObjectNode up = Fill.structure(behavior, "scaleUp");
    Fill.number(up, "stabilizationWindowSeconds", 0);
    Fill.text(up, "selectPolicy", "Max");
    if (Fill.isUnset(up, "policies")) {
      ArrayNode policies = up.putArray("policies");
      policy(policies, "Pods", 4);
      policy(policies, "Percent", 100);
    }
    ObjectNode down = Fill.structure(behavior, "scaleDown");
    Fill.text(down, "selectPolicy", "Max");
    if (Fill.isUnset(down, "policies")) {
      policy(down.putArray("policies"), "Percent", 100);
    }
  }

  private static void policy(ArrayNode policies, String type, int value) {
    policies.addObject().put("type", type).put("value", value).put("periodSeconds", 15);
  }
}
