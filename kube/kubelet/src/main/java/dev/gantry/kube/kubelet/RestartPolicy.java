package dev.gantry.kube.kubelet;

import dev.gantry.kube.objects.KubeObject;

/// Whether a container that ended is started again.
enum RestartPolicy {
  ALWAYS,
  ON_FAILURE,
  NEVER;

  static RestartPolicy of(KubeObject pod) {
    return switch (pod.spec().path("restartPolicy").asString("Always")) {
      case "Never" -> NEVER;
      case "OnFailure" -> ON_FAILURE;
      default -> ALWAYS;
    };
  }

  boolean restartsAfter(int exitCode) {
    return this == ALWAYS || (this == ON_FAILURE && exitCode != 0);
  }
}
