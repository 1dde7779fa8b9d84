package dev.gantry.kube.rules.defaults;

import tools.jackson.databind.node.ObjectNode;

/// What keeps pods running.
final class WorkloadDefaults {
  private WorkloadDefaults() {}

  static void deployment(ObjectNode deployment) {
    ObjectNode spec = spec(deployment);
    Fill.number(spec, "replicas", 1);
    ObjectNode strategy = Fill.structure(spec, "strategy");
    Fill.text(strategy, "type", "RollingUpdate");
    if (isRolling(strategy)) {
      ObjectNode rolling = Fill.structure(strategy, "rollingUpdate");
      Fill.textIfUnset(rolling, "maxUnavailable", "25%");
      Fill.textIfUnset(rolling, "maxSurge", "25%");
    }
    Fill.number(spec, "revisionHistoryLimit", 10);
    Fill.number(spec, "progressDeadlineSeconds", 600);
    PodDefaults.template(spec);
  }

  static void replicaSet(ObjectNode replicaSet) {
    ObjectNode spec = spec(replicaSet);
    Fill.number(spec, "replicas", 1);
    PodDefaults.template(spec);
  }

  /// Selector and labels come from the template where they are left out.
  static void replicationController(ObjectNode controller) {
    ObjectNode spec = spec(controller);
    if (spec.path("template").path("metadata").path("labels") instanceof ObjectNode labels
        && !labels.isEmpty()) {
      if (spec.path("selector").isEmpty()) {
        spec.set("selector", labels.deepCopy());
      }
      ObjectNode metadata = Fill.structure(controller, "metadata");
      if (metadata.path("labels").isEmpty()) {
        metadata.set("labels", labels.deepCopy());
      }
    }
    Fill.number(spec, "replicas", 1);
    PodDefaults.template(spec);
  }

  static void statefulSet(ObjectNode statefulSet) {
    ObjectNode spec = spec(statefulSet);
    Fill.text(spec, "podManagementPolicy", "OrderedReady");
    ObjectNode strategy = Fill.structure(spec, "updateStrategy");
    if (Fill.isBlank(strategy, "type")) {
      strategy.put("type", "RollingUpdate");
      Fill.structure(strategy, "rollingUpdate");
    }
    if (isRolling(strategy)) {
      Fill.within(strategy, "rollingUpdate", rolling -> Fill.number(rolling, "partition", 0));
    }
    ObjectNode retention = Fill.structure(spec, "persistentVolumeClaimRetentionPolicy");
    Fill.text(retention, "whenDeleted", "Retain");
    Fill.text(retention, "whenScaled", "Retain");
    Fill.number(spec, "replicas", 1);
    Fill.number(spec, "revisionHistoryLimit", 10);
    PodDefaults.template(spec);
    Fill.each(
        spec,
        "volumeClaimTemplates",
        claim -> {
          claim.put("apiVersion", "v1").put("kind", "PersistentVolumeClaim");
          StorageDefaults.persistentVolumeClaim(claim);
        });
  }

  static void daemonSet(ObjectNode daemonSet) {
    ObjectNode spec = spec(daemonSet);
    ObjectNode strategy = Fill.structure(spec, "updateStrategy");
    Fill.text(strategy, "type", "RollingUpdate");
    if (isRolling(strategy)) {
      ObjectNode rolling = Fill.structure(strategy, "rollingUpdate");
      Fill.number(rolling, "maxUnavailable", 1);
      Fill.number(rolling, "maxSurge", 0);
    }
    Fill.number(spec, "revisionHistoryLimit", 10);
    PodDefaults.template(spec);
  }

  private static boolean isRolling(ObjectNode strategy) {
    return strategy.path("type").asString("").equals("RollingUpdate");
  }

  private static ObjectNode spec(ObjectNode workload) {
    return Fill.structure(workload, "spec");
  }
}
