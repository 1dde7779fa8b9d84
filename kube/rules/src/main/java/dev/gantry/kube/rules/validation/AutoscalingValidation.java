package dev.gantry.kube.rules.validation;

import dev.gantry.kube.objects.Names;
import java.util.List;
import java.util.Map;

/// Autoscalers and disruption budgets.
final class AutoscalingValidation {
  /// The types of metrics, and the field that describes each.
  private static final Map<String, String> METRICS =
      Map.of(
          "Resource", "resource",
          "ContainerResource", "containerResource",
          "Pods", "pods",
          "Object", "object",
          "External", "external");

  private AutoscalingValidation() {}

  static void autoscaler(Place autoscaler) {
    Place spec = autoscaler.at("spec");
    Place least = spec.at("minReplicas");
    Place most = spec.at("maxReplicas");
    if (least.isSet() && least.number() < 1) {
      least.invalid("must be greater than or equal to 1");
    }
    if (most.number() < 1) {
      most.invalidAs(Long.toString(most.number()), "must be greater than 0");
    }
    if (least.isSet() && most.number() < least.number()) {
      most.invalidAs(
          Long.toString(most.number()), "must be greater than or equal to `minReplicas`");
    }
    for (String field : List.of("kind", "name")) {
      Place part = spec.at("scaleTargetRef", field);
      if (part.require()) {
        part.check(Names::pathSegment);
      }
    }
    spec.at("metrics").elements().forEach(AutoscalingValidation::metric);
    for (String direction : List.of("scaleUp", "scaleDown")) {
      Place rules = spec.at("behavior", direction);
      if (rules.isSet()) {
        rules(rules);
      }
    }
  }

  private static void metric(Place metric) {
    Place type = metric.at("type");
    if (type.isBlank()) {
      type.required("must specify a metric source type");
      return;
    }
    String field = METRICS.get(type.text());
    if (field == null) {
      type.notSupported(METRICS.keySet().stream().sorted().toList());
      return;
    }
    Place source = metric.at(field);
    if (!source.isSet()) {
      source.required(
          "must populate information for the given metric source (only one can be set)");
      return;
    }
    if (field.equals("resource") || field.equals("containerResource")) {
      if (source.at("name").isBlank()) {
        source.at("name").required("must specify a resource name");
      }
      if (field.equals("containerResource") && source.at("container").isBlank()) {
        source.at("container").required("must specify a container name");
      }
    } else if (source.at("metric", "name").isBlank()) {
      source.at("metric", "name").required("must specify a metric name");
    }
    target(source.at("target"));
  }

  private static void target(Place target) {
    Place type = target.at("type");
    if (type.isBlank()) {
      type.required("must specify a metric target type");
    } else {
      type.optionallyOneOf(List.of("AverageValue", "Utilization", "Value"));
    }
    Place percent = target.at("averageUtilization");
    if (percent.isSet() && percent.number() < 1) {
      percent.invalid("must be greater than 0");
    }
    for (String field : List.of("value", "averageValue")) {
      Place amount = target.at(field);
      if (amount.isSet() && amount.quantity().filter(q -> q.sign() <= 0).isPresent()) {
        amount.invalid("must be positive");
      }
    }
  }

  private static void rules(Place rules) {
    Place window = rules.at("stabilizationWindowSeconds");
    if (window.isSet() && (window.number() < 0 || window.number() > 3600)) {
      window.invalid(
          window.number() < 0
              ? "must be greater than or equal to zero"
              : "must be less than or equal to 3600");
    }
    rules.at("selectPolicy").optionallyOneOf(List.of("Disabled", "Max", "Min"));
    Place policies = rules.at("policies");
    if (policies.isEmpty()) {
      policies.required("must specify at least one Policy");
    }
    for (Place policy : policies.elements()) {
      policy.at("type").optionallyOneOf(List.of("Percent", "Pods"));
      if (policy.at("value").number() <= 0) {
        policy
            .at("value")
            .invalidAs(Long.toString(policy.at("value").number()), "must be greater than zero");
      }
      Place period = policy.at("periodSeconds");
      if (period.number() <= 0 || period.number() > 1800) {
        period.invalidAs(
            Long.toString(period.number()),
            period.number() <= 0
                ? "must be greater than zero"
                : "must be less than or equal to 1800");
      }
    }
  }

  static void disruptionBudget(Place budget) {
    Place spec = budget.at("spec");
    Place least = spec.at("minAvailable");
    Place most = spec.at("maxUnavailable");
    if (least.isSet() && most.isSet()) {
      spec.invalid("minAvailable and maxUnavailable cannot be both set");
    }
    for (Place share : List.of(least, most)) {
      if (share.isSet()) {
        Checks.intOrPercent(share);
        Checks.notMoreThan100Percent(share);
      }
    }
    if (spec.at("selector").isSet()) {
      Checks.labelSelector(spec.at("selector"));
    }
    spec.at("unhealthyPodEvictionPolicy")
        .optionallyOneOf(List.of("AlwaysAllow", "IfHealthyBudget"));
  }
}
