package dev.gantry.kube.rules.validation;

import dev.gantry.kube.objects.KubeObject;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// StatefulSets and DaemonSets.
final class SetValidation {
  private static final List<String> STATEFUL_CHANGEABLE =
      List.of(
          "replicas",
          "ordinals",
          "template",
          "updateStrategy",
          "revisionHistoryLimit",
          "persistentVolumeClaimRetentionPolicy",
          "minReadySeconds");

  private SetValidation() {}

  static void statefulSet(Place statefulSet) {
    Place spec = statefulSet.at("spec");
    Place management = spec.at("podManagementPolicy");
    if (management.isBlank()) {
      management.required();
    } else if (!List.of("OrderedReady", "Parallel").contains(management.text())) {
      management.invalid("must be 'OrderedReady' or 'Parallel'");
    }
    statefulStrategy(spec.at("updateStrategy"));
    Place retention = spec.at("persistentVolumeClaimRetentionPolicy");
    if (retention.isSet()) {
      retention.at("whenDeleted").optionallyOneOf(List.of("Delete", "Retain"));
      retention.at("whenScaled").optionallyOneOf(List.of("Delete", "Retain"));
    }
    spec.at("replicas").notNegative();
    spec.at("minReadySeconds").notNegative();
    spec.at("ordinals", "start").notNegative();
    PodTemplateValidation.selector(spec.at("selector"), "statefulset")
        .ifPresent(
            selector ->
                PodTemplateValidation.forever(spec.at("template"), selector, "StatefulSet"));
    spec.at("revisionHistoryLimit").notNegative();
  }

  private static void statefulStrategy(Place strategy) {
    Place rolling = strategy.at("rollingUpdate");
    switch (strategy.at("type").text()) {
      case "" -> strategy.required();
      case "OnDelete" -> {
        if (rolling.isSet()) {
          rolling.invalid("only allowed for updateStrategy 'RollingUpdate'");
        }
      }
      case "RollingUpdate" -> {
        rolling.at("partition").notNegative();
        if (rolling.at("maxUnavailable").isSet()) {
          Checks.intOrPercent(rolling.at("maxUnavailable"));
        }
      }
      default -> strategy.invalid("must be 'RollingUpdate' or 'OnDelete'");
    }
  }

  static void statefulSetUpdate(Place statefulSet, KubeObject before) {
    statefulSet(statefulSet);
    ObjectNode now = (ObjectNode) statefulSet.at("spec").value().deepCopy();
    ObjectNode old = (ObjectNode) before.spec().deepCopy();
    now.remove(STATEFUL_CHANGEABLE);
    old.remove(STATEFUL_CHANGEABLE);
    if (!Checks.same(now, old)) {
      statefulSet
          .at("spec")
          .forbidden(
              "updates to statefulset spec for fields other than 'replicas', 'ordinals',"
                  + " 'template', 'updateStrategy', 'revisionHistoryLimit',"
                  + " 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden");
    }
  }

  static void statefulStatus(Place statefulSet, KubeObject before) {
    Place status = statefulSet.at("status");
    long replicas = status.at("replicas").number();
    for (String field :
        List.of(
            "replicas",
            "readyReplicas",
            "currentReplicas",
            "updatedReplicas",
            "availableReplicas")) {
      status.at(field).notNegative();
      if (!field.equals("replicas") && status.at(field).number() > replicas) {
        status.at(field).invalid("cannot be greater than status.replicas");
      }
    }
    WorkloadValidation.observed(status);
  }

  static void daemonSet(Place daemonSet) {
    Place spec = daemonSet.at("spec");
    PodTemplateValidation.selector(spec.at("selector"), "daemonset")
        .ifPresent(
            selector -> PodTemplateValidation.forever(spec.at("template"), selector, "DaemonSet"));
    spec.at("minReadySeconds").notNegative();
    daemonStrategy(spec.at("updateStrategy"));
    spec.at("revisionHistoryLimit").notNegative();
  }

  private static void daemonStrategy(Place strategy) {
    Place rolling = strategy.at("rollingUpdate");
    switch (strategy.at("type").text()) {
      case "OnDelete" -> {
        // Nothing rolls.
      }
      case "RollingUpdate" -> {
        if (!rolling.isSet()) {
          rolling.required();
          return;
        }
        Place unavailable = rolling.at("maxUnavailable");
        Place surge = rolling.at("maxSurge");
        Checks.intOrPercent(unavailable);
        Checks.notMoreThan100Percent(unavailable);
        Checks.intOrPercent(surge);
        Checks.notMoreThan100Percent(surge);
        boolean mayLack = Checks.percentOrNumber(unavailable) != 0;
        boolean mayExceed = Checks.percentOrNumber(surge) != 0;
        if (mayLack && mayExceed) {
          surge.invalidAs(surge.text(), "may not be set when maxUnavailable is non-zero");
        } else if (!mayLack && !mayExceed) {
          unavailable.invalidAs(
              unavailable.value().asString("0"), "cannot be 0 when maxSurge is 0");
        }
      }
      default -> strategy.at("type").notSupported(List.of("RollingUpdate", "OnDelete"));
    }
  }

  static void daemonSetUpdate(Place daemonSet, KubeObject before) {
    daemonSet(daemonSet);
    Checks.immutable(daemonSet.at("spec", "selector"), before.spec().path("selector"));
  }

  static void daemonStatus(Place daemonSet, KubeObject before) {
    Place status = daemonSet.at("status");
    for (String field :
        List.of(
            "currentNumberScheduled",
            "numberMisscheduled",
            "desiredNumberScheduled",
            "numberReady",
            "updatedNumberScheduled",
            "numberAvailable",
            "numberUnavailable")) {
      status.at(field).notNegative();
    }
    WorkloadValidation.observed(status);
  }
}
