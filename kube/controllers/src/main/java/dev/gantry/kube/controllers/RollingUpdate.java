package dev.gantry.kube.controllers;

import dev.gantry.kube.objects.KubeObject;

/// Replaces old pods by new ones step by step, so that there are never more than the wanted number
/// and the surge, and never fewer available than the wanted number less the unavailable ones.
final class RollingUpdate {
  private final ReplicaSetScaler scaler;

  RollingUpdate(ReplicaSetScaler scaler) {
    this.scaler = scaler;
  }

  /// Takes the next step up or down, if one is possible now.
  void step(Rollout rollout) {
    KubeObject current = rollout.current().orElseThrow();
    if (!scaler.scale(rollout, current, sizeOfNew(rollout))) {
      scaleDownOld(rollout);
    }
  }

  /// How large the current set, or the one to be made, may be now.
  static int sizeOfNew(Rollout rollout) {
    DeploymentSpec spec = rollout.spec();
    int present = rollout.current().map(Rollout::replicas).orElse(0);
    if (spec.isRecreate() || present > spec.replicas()) {
      return spec.replicas();
    }
    int room = spec.replicas() + spec.maxSurge() - Rollout.sum(rollout.all(), Rollout::replicas);
    return present + Math.max(0, Math.min(room, spec.replicas() - present));
  }

  private void scaleDownOld(Rollout rollout) {
    KubeObject current = rollout.current().orElseThrow();
    int total = Rollout.sum(rollout.all(), Rollout::replicas);
    int newUnavailable = Rollout.replicas(current) - Rollout.available(current);
    int spare = total - rollout.spec().minAvailable() - newUnavailable;
    if (spare > 0 && Rollout.sum(rollout.old(), Rollout::replicas) > 0) {
      dropUnhealthy(rollout, spare);
      dropHealthy(rollout);
    }
  }

  /// Old pods that serve nobody go first, else a broken roll-out could never be replaced.
  private void dropUnhealthy(Rollout rollout, int spare) {
    int left = spare;
    for (KubeObject set : rollout.old()) {
      int unhealthy = Rollout.replicas(set) - Rollout.available(set);
      int drop = Math.min(left, unhealthy);
      if (drop > 0) {
        scaler.scale(rollout, set, Rollout.replicas(set) - drop);
        left -= drop;
      }
    }
  }

  private void dropHealthy(Rollout rollout) {
    int left = Rollout.sum(rollout.all(), Rollout::available) - rollout.spec().minAvailable();
    for (KubeObject set : rollout.old()) {
      int drop = Math.min(left, Rollout.replicas(set));
      if (drop > 0) {
        scaler.scale(rollout, set, Rollout.replicas(set) - drop);
        left -= drop;
      }
    }
  }
}
