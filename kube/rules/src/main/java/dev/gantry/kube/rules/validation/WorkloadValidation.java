package dev.gantry.kube.rules.validation;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.LabelSelector;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Deployments, ReplicaSets and ReplicationControllers.
final class WorkloadValidation {
  private WorkloadValidation() {}

  static void deployment(Place deployment) {
    Place spec = deployment.at("spec");
    spec.at("replicas").notNegative();
    PodTemplateValidation.selector(spec.at("selector"), "deployment")
        .ifPresent(
            selector -> PodTemplateValidation.forever(spec.at("template"), selector, "ReplicaSet"));
    strategy(spec.at("strategy"));
    spec.at("minReadySeconds").notNegative();
    spec.at("revisionHistoryLimit").notNegative();
    Place deadline = spec.at("progressDeadlineSeconds");
    if (deadline.isSet()) {
      deadline.notNegative();
      if (deadline.number() <= spec.at("minReadySeconds").number()) {
        deadline.invalid("must be greater than minReadySeconds");
      }
    }
  }

  private static void strategy(Place strategy) {
    Place rolling = strategy.at("rollingUpdate");
    switch (strategy.at("type").text()) {
      case "Recreate" -> {
        if (rolling.isSet()) {
          rolling.forbidden("may not be specified when strategy `type` is 'Recreate'");
        }
      }
      case "RollingUpdate" -> {
        if (rolling.isSet()) {
          rolling(rolling);
        } else {
          rolling.required("this should be defaulted and never be nil");
        }
      }
      default -> strategy.at("type").notSupported(List.of("Recreate", "RollingUpdate"));
    }
  }

  private static void rolling(Place rolling) {
    Place unavailable = rolling.at("maxUnavailable");
    Place surge = rolling.at("maxSurge");
    Checks.intOrPercent(unavailable);
    Checks.intOrPercent(surge);
    if (Checks.percentOrNumber(unavailable) == 0 && Checks.percentOrNumber(surge) == 0) {
      unavailable.invalidAs(unavailable.value().asString("0"), "may not be 0 when `maxSurge` is 0");
    }
    Checks.notMoreThan100Percent(unavailable);
  }

  static void deploymentUpdate(Place deployment, KubeObject before) {
    deployment(deployment);
    Checks.immutable(deployment.at("spec", "selector"), before.spec().path("selector"));
  }

  static void deploymentStatus(Place deployment, KubeObject before) {
    Place status = deployment.at("status");
    for (String field :
        List.of(
            "replicas",
            "updatedReplicas",
            "readyReplicas",
            "availableReplicas",
            "unavailableReplicas",
            "collisionCount")) {
      status.at(field).notNegative();
    }
    observed(status);
    noMoreThanReplicas(status, List.of("updatedReplicas", "readyReplicas", "availableReplicas"));
    Place collisions = status.at("collisionCount");
    long old = before.status().path("collisionCount").asLong(0);
    if (before.status().has("collisionCount") && collisions.number() < old) {
      collisions.invalid("cannot be decremented");
    }
  }

  static void replicaSet(Place replicaSet) {
    Place spec = replicaSet.at("spec");
    spec.at("replicas").notNegative();
    spec.at("minReadySeconds").notNegative();
    // Upstream says deployment here too.
    PodTemplateValidation.selector(spec.at("selector"), "deployment")
        .ifPresent(
            selector -> PodTemplateValidation.forever(spec.at("template"), selector, "ReplicaSet"));
  }

  static void replicaSetUpdate(Place replicaSet, KubeObject before) {
    replicaSet(replicaSet);
    Checks.immutable(replicaSet.at("spec", "selector"), before.spec().path("selector"));
  }

  static void replicaStatus(Place object, KubeObject before) {
    Place status = object.at("status");
    for (String field :
        List.of("replicas", "fullyLabeledReplicas", "readyReplicas", "availableReplicas")) {
      status.at(field).notNegative();
    }
    observed(status);
    noMoreThanReplicas(
        status, List.of("fullyLabeledReplicas", "readyReplicas", "availableReplicas"));
  }

  static void observed(Place status) {
    status.at("observedGeneration").notNegative();
  }

  private static void noMoreThanReplicas(Place status, List<String> fields) {
    long replicas = status.at("replicas").number();
    for (String field : fields) {
      if (status.at(field).number() > replicas) {
        status.at(field).invalid("cannot be greater than status.replicas");
      }
    }
    Place available = status.at("availableReplicas");
    if (available.number() > status.at("readyReplicas").number()) {
      available.invalid("cannot be greater than readyReplicas");
    }
  }

  static void replicationController(Place controller) {
    Place spec = controller.at("spec");
    spec.at("minReadySeconds").notNegative();
    Place selector = spec.at("selector");
    if (selector.isEmpty()) {
      selector.required();
    }
    if (spec.at("replicas").isSet()) {
      spec.at("replicas").notNegative();
    } else {
      spec.at("replicas").required();
    }
    JsonNode map = selector.value();
    PodTemplateValidation.forever(
        spec.at("template"),
        map.isEmpty() ? LabelSelector.EVERYTHING : LabelSelector.ofLabels(KubeObject.strings(map)),
        "ReplicationController");
  }

  static void replicationControllerUpdate(Place controller, KubeObject before) {
    replicationController(controller);
  }

  static void podTemplate(Place podTemplate) {
    PodTemplateValidation.template(podTemplate.at("template"));
  }
}
