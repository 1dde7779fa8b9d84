package dev.gantry.kube.controllers;

import dev.gantry.kube.client.Index;
import dev.gantry.kube.client.Informer;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.PodReady;

/// Ends all old pods before it makes new ones.
final class Recreate {
  private final ReplicaSetScaler scaler;
  private final NewReplicaSet newReplicaSet;
  private final Informer pods;

  Recreate(ReplicaSetScaler scaler, NewReplicaSet newReplicaSet, Informer pods) {
    this.scaler = scaler;
    this.newReplicaSet = newReplicaSet;
    this.pods = pods;
  }

  /// Takes the next step; false when the Deployment must be looked at anew before more is done.
  boolean step(Rollout rollout) {
    boolean scaledDown = false;
    for (KubeObject set : rollout.old()) {
      if (Rollout.replicas(set) > 0) {
        scaledDown |= scaler.scale(rollout, set, 0);
      }
    }
    if (scaledDown || oldPodsRun(rollout)) {
      return true;
    }
    if (!newReplicaSet.ensure(rollout)) {
      return false;
    }
    scaler.scale(rollout, rollout.current().orElseThrow(), rollout.spec().replicas());
    return true;
  }

  /// A pod that is being deleted still runs.
  private boolean oldPodsRun(Rollout rollout) {
    return rollout.old().stream()
        .flatMap(set -> pods.by(Index.CONTROLLER, set.uid()).stream())
        .anyMatch(pod -> !PodReady.isFinished(pod));
  }
}
