package dev.gantry.kube.printing;

import static dev.gantry.kube.printing.Column.number;
import static dev.gantry.kube.printing.Column.text;

import dev.gantry.kube.objects.KubeObject;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// Horizontal pod autoscalers, in either version.
final class AutoscalerColumns {
  private static final int SHOWN_METRICS = 2;

  private AutoscalerColumns() {}

  static final List<Column> AUTOSCALERS =
      List.of(
          Column.NAME,
          text(
              "Reference",
              "What is scaled.",
              o ->
                  o.at("spec", "scaleTargetRef", "kind").asString("")
                      + "/"
                      + o.at("spec", "scaleTargetRef", "name").asString("")),
          text("Targets", "Metrics as they are, of what they should be.", o -> targets(o)),
          text(
              "MinPods",
              "Fewest pods.",
              o -> Texts.orElse(o.spec().path("minReplicas").asString(""), Texts.UNSET)),
          number("MaxPods", "Most pods.", o -> o.spec().path("maxReplicas").asInt(0)),
          number("Replicas", "Pods now.", o -> o.status().path("currentReplicas").asInt(0)),
          Column.AGE);

  private static String targets(KubeObject autoscaler) {
    JsonNode percent = autoscaler.spec().path("targetCPUUtilizationPercentage");
    if (percent.isNumber()) {
      JsonNode now = autoscaler.status().path("currentCPUUtilizationPercentage");
      return "cpu: " + utilization(now, Texts.UNKNOWN) + "/" + utilization(percent, "<auto>");
    }
    List<String> metrics = new ArrayList<>();
    for (JsonNode metric : autoscaler.spec().path("metrics")) {
      metrics.add(metric(metric, current(autoscaler, metrics.size())));
    }
    if (metrics.isEmpty()) {
      return Texts.NONE;
    }
    String list = String.join(", ", metrics.subList(0, Math.min(SHOWN_METRICS, metrics.size())));
    return metrics.size() > SHOWN_METRICS
        ? list + " + " + (metrics.size() - SHOWN_METRICS) + " more..."
        : list;
  }

  private static JsonNode current(KubeObject autoscaler, int index) {
    JsonNode metrics = autoscaler.status().path("currentMetrics");
    return index < metrics.size() ? metrics.get(index) : MissingNode.getInstance();
  }

  private static String metric(JsonNode spec, JsonNode status) {
    String source =
        switch (spec.path("type").asString("")) {
          case "Resource" -> "resource";
          case "ContainerResource" -> "containerResource";
          case "Pods" -> "pods";
          case "Object" -> "object";
          case "External" -> "external";
          default -> "";
        };
    if (source.isEmpty()) {
      return "<unknown type>";
    }
    JsonNode target = spec.path(source).path("target");
    JsonNode now = status.path(source).path("current");
    String name = spec.path(source).path("name").asString("");
    return (name.isEmpty() ? "" : name + ": ") + comparison(source, target, now);
  }

  private static String comparison(String source, JsonNode target, JsonNode now) {
    String average = target.path("averageValue").asString("");
    if (!average.isEmpty()) {
      String per = source.equals("object") || source.equals("external") ? " (avg)" : "";
      return Texts.orElse(now.path("averageValue").asString(""), Texts.UNKNOWN)
          + "/"
          + average
          + per;
    }
    String value = target.path("value").asString("");
    if (!value.isEmpty()) {
      return Texts.orElse(now.path("value").asString(""), Texts.UNKNOWN) + "/" + value;
    }
    return utilization(now.path("averageUtilization"), Texts.UNKNOWN)
        + "/"
        + utilization(target.path("averageUtilization"), "<auto>");
  }

  private static String utilization(JsonNode percent, String absent) {
    return percent.isNumber() ? percent.asInt() + "%" : absent;
  }
}
