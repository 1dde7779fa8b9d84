package dev.gantry.kube.printing;

import static dev.gantry.kube.printing.Column.number;
import static dev.gantry.kube.printing.Column.text;

import dev.gantry.kube.objects.KubeObject;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// Limits, priorities and other rules for pods, and leases.
final class PolicyColumns {
  private PolicyColumns() {}

  static final List<Column> POD_DISRUPTION_BUDGETS =
      List.of(
          Column.NAME,
          text(
              "Min Available",
              "Pods that must stay.",
              o -> Texts.orElse(o.spec().path("minAvailable").asString(""), "N/A")),
          text(
              "Max Unavailable",
              "Pods that may be away.",
              o -> Texts.orElse(o.spec().path("maxUnavailable").asString(""), "N/A")),
          number(
              "Allowed Disruptions",
              "Pods that may be evicted now.",
              o -> o.status().path("disruptionsAllowed").asInt(0)),
          Column.AGE);

  static final List<Column> LEASES =
      List.of(
          Column.NAME,
          text("Holder", "Who holds it.", o -> o.spec().path("holderIdentity").asString("")),
          Column.AGE);

  static final List<Column> PRIORITY_CLASSES =
      List.of(
          Column.NAME,
          number("Value", "Priority of its pods.", o -> o.at("value").asLong(0)),
          text(
              "Global-Default",
              "Whether pods without a class have it.",
              o -> o.at("globalDefault").asBoolean(false)),
          Column.AGE,
          text(
              "PreemptionPolicy",
              "Whether its pods may push others out.",
              o -> Texts.orElse(o.at("preemptionPolicy"), "PreemptLowerPriority")));

  static final List<Column> RUNTIME_CLASSES =
      List.of(
          Column.NAME,
          text("Handler", "What runs its pods.", o -> o.at("handler").asString("")),
          Column.AGE);

  static final List<Column> RESOURCE_QUOTAS =
      List.of(
          Column.NAME,
          text("Request", "Requests used, of those allowed.", o -> quota(o, false)),
          text("Limit", "Limits used, of those allowed.", o -> quota(o, true)),
          Column.AGE);

  static final List<Column> WEBHOOK_CONFIGURATIONS =
      List.of(
          Column.NAME,
          number("Webhooks", "Number of webhooks.", o -> o.at("webhooks").size()),
          Column.AGE);

  private static String quota(KubeObject quota, boolean limits) {
    TreeMap<String, String> parts = new TreeMap<>();
    JsonNode used = quota.status().path("used");
    quota
        .status()
        .path("hard")
        .properties()
        .forEach(
            hard -> {
              if (hard.getKey().startsWith("limits.") == limits) {
                parts.put(
                    hard.getKey(),
                    used.path(hard.getKey()).asString("0") + "/" + hard.getValue().asString(""));
              }
            });
    return parts.entrySet().stream()
        .map(part -> part.getKey() + ": " + part.getValue())
        .collect(Collectors.joining(", "));
  }
}
