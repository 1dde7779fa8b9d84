package dev.gantry.kube.controllers;

import static dev.gantry.kube.objects.BuiltInKinds.POD;

import dev.gantry.kube.client.ApiClient;
import dev.gantry.kube.client.DeleteOptions;
import dev.gantry.kube.client.EventRecorder;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.platform.lifecycle.TaskScope;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes and deletes pods of a set until their number is right.
final class ReplicaScaler {
  /// So many pods at most in one go; the rest follows when these have shown up.
  private static final int BURST = 500;

  private final ApiClient client;
  private final EventRecorder events;
  private final InstantSource clock;

  ReplicaScaler(ApiClient client, EventRecorder events, InstantSource clock) {
    this.client = client;
    this.events = events;
    this.clock = clock;
  }

  int wanted(KubeObject set) {
    return set.spec().path("replicas").asInt(1);
  }

  /// Returns why the number could not be reached.
  ///
  /// @param related pods by which crowded nodes are known
  Optional<RuntimeException> scale(
      KubeObject set, List<KubeObject> active, List<KubeObject> related)
      throws InterruptedException {
    int missing = wanted(set) - active.size();
    if (missing > 0) {
      return SlowStart.run("create pods", Math.min(missing, BURST), () -> create(set));
    }
    if (missing < 0) {
      List<KubeObject> ranked = DeletionRank.sorted(active, related, clock.instant());
      return delete(set, ranked.subList(0, Math.min(-missing, BURST)));
    }
    return Optional.empty();
  }

  private void create(KubeObject set) {
    KubeObject made;
    try {
      made = client.create(PodFromTemplate.of(set, set.spec().path("template")));
    } catch (StatusException e) {
      if (!isNamespaceEnding(e)) {
        events.warning(set, "FailedCreate", "Error creating: " + e.getMessage());
      }
      throw e;
    }
    events.normal(set, "SuccessfulCreate", "Created pod: " + made.name());
  }

  /// Not worth telling: the set is about to go as well.
  static boolean isNamespaceEnding(StatusException e) {
    return e.details().stream()
        .flatMap(details -> details.causes().stream())
        .anyMatch(cause -> cause.reason().equals("NamespaceTerminating"));
  }

  private Optional<RuntimeException> delete(KubeObject set, List<KubeObject> pods)
      throws InterruptedException {
    try (var scope = TaskScope.open("delete pods")) {
      List<TaskScope.Task<Optional<RuntimeException>>> tasks = new ArrayList<>();
      for (KubeObject pod : pods) {
        tasks.add(scope.fork(() -> delete(set, pod)));
      }
      scope.join();
      return tasks.stream().map(TaskScope.Task::get).flatMap(Optional::stream).findFirst();
    }
  }

  private Optional<RuntimeException> delete(KubeObject set, KubeObject pod) {
    try {
      client.delete(POD, pod.key(), DeleteOptions.DEFAULT.onlyUid(pod.uid()));
      events.normal(set, "SuccessfulDelete", "Deleted pod: " + pod.name());
      return Optional.empty();
    } catch (StatusException e) {
      if (e.isNotFound()) {
        return Optional.empty();
      }
      events.warning(set, "FailedDelete", "Error deleting: " + e.getMessage());
      return Optional.of(e);
    }
  }
}
