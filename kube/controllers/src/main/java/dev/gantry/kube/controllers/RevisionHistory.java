package dev.gantry.kube.controllers;

import dev.gantry.kube.client.ApiClient;
import dev.gantry.kube.client.DeleteOptions;
import dev.gantry.kube.objects.BuiltInKinds;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.StatusException;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;

/// Forgets revisions of long ago.
final class RevisionHistory {
  private final ApiClient client;

  RevisionHistory(ApiClient client) {
    this.client = client;
  }

  /// Deletes the oldest ReplicaSets beyond the limit, unless they still have something to do.
  void trim(Rollout rollout) {
    OptionalInt limit = rollout.spec().revisionHistoryLimit();
    if (limit.isEmpty()) {
      return;
    }
    List<KubeObject> alive =
        rollout.old().stream()
            .filter(set -> !set.isBeingDeleted())
            .sorted(Comparator.comparingLong(Revisions::of))
            .toList();
    alive.stream()
        .limit(Math.max(0, alive.size() - limit.getAsInt()))
        .filter(RevisionHistory::isIdle)
        .forEach(this::delete);
  }

  private static boolean isIdle(KubeObject set) {
    return Rollout.replicas(set) == 0
        && Rollout.status(set, "replicas") == 0
        && set.generation() <= set.status().path("observedGeneration").asLong(0);
  }

  private void delete(KubeObject set) {
    try {
      client.delete(BuiltInKinds.REPLICA_SET, set.key(), DeleteOptions.DEFAULT.onlyUid(set.uid()));
    } catch (StatusException e) {
      if (!e.isNotFound()) {
        throw e;
      }
    }
  }
}
