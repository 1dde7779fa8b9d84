package dev.gantry.kube.rules.defaults;

import tools.jackson.databind.node.ObjectNode;

/// What pods and templates have in common.
final class PodSpecDefaults {
  private PodSpecDefaults() {}

  static void apply(ObjectNode spec) {
    Fill.each(spec, "volumes", VolumeDefaults::volume);
    Fill.each(spec, "initContainers", ContainerDefaults::container);
    Fill.each(spec, "containers", ContainerDefaults::container);
    Fill.each(spec, "ephemeralContainers", ContainerDefaults::container);
    Fill.text(spec, "restartPolicy", "Always");
    Fill.number(spec, "terminationGracePeriodSeconds", 30);
    Fill.text(spec, "dnsPolicy", "ClusterFirst");
    Fill.structure(spec, "securityContext");
    Fill.text(spec, "schedulerName", "default-scheduler");
    serviceAccount(spec);
  }

  /// The account has two names, an old one and a new one, which always agree.
  private static void serviceAccount(ObjectNode spec) {
    String account = spec.path("serviceAccountName").asString("");
    if (account.isEmpty()) {
      account = spec.path("serviceAccount").asString("");
    }
    if (!account.isEmpty()) {
      spec.put("serviceAccountName", account);
      spec.put("serviceAccount", account);
    }
  }
}
