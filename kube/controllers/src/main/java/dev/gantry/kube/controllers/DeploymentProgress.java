package dev.gantry.kube.controllers;

import dev.gantry.kube.client.Reconciler;
import dev.gantry.kube.objects.Conditions;
import dev.gantry.kube.objects.KubeTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// How a roll-out comes along: the conditions Progressing, Available and ReplicaFailure.
final class DeploymentProgress {
  static final String PROGRESSING = "Progressing";
  private static final String AVAILABLE = "Available";
  private static final String COMPLETE = "NewReplicaSetAvailable";
  private static final String TIMED_OUT = "ProgressDeadlineExceeded";
  private static final String PAUSED = "DeploymentPaused";

  private DeploymentProgress() {}

  /// Sets Progressing; the same status and reason again changes nothing.
  static void report(Rollout rollout, String status, String reason, String message) {
    set(rollout, PROGRESSING, status, reason, message);
  }

  private static void set(
      Rollout rollout, String type, String status, String reason, String message) {
    boolean known =
        rollout
            .conditions()
            .find(type)
            .filter(c -> c.path("status").asString("").equals(status))
            .filter(c -> c.path("reason").asString("").equals(reason))
            .isPresent();
    if (!known) {
      refresh(rollout, type, status, reason, message);
    }
  }

  private static void refresh(
      Rollout rollout, String type, String status, String reason, String message) {
    ObjectNode condition = rollout.conditions().replace(type, status, reason, message);
    condition.put("lastUpdateTime", KubeTimes.seconds(rollout.now()));
  }

  /// Notes that a roll-out was paused or goes on: a paused one makes no progress and may not be
  /// called late for it.
  static void notePause(Rollout rollout) {
    if (rollout.spec().progressDeadline().isEmpty()) {
      return;
    }
    String reason = rollout.conditions().reason(PROGRESSING);
    if (reason.equals(TIMED_OUT)) {
      return;
    }
    boolean paused = rollout.spec().isPaused();
    if (paused && !reason.equals(PAUSED)) {
      report(rollout, "Unknown", PAUSED, "Deployment is paused");
    } else if (!paused && reason.equals(PAUSED)) {
      report(rollout, "Unknown", "DeploymentResumed", "Deployment is resumed");
    }
  }

  /// Sets Available.
  static void reportAvailability(Rollout rollout, int available) {
    if (available >= rollout.spec().minAvailable()) {
      set(
          rollout,
          AVAILABLE,
          "True",
          "MinimumReplicasAvailable",
          "Deployment has minimum availability.");
    } else {
      set(
          rollout,
          AVAILABLE,
          "False",
          "MinimumReplicasUnavailable",
          "Deployment does not have minimum availability.");
    }
  }

  /// Sets Progressing by comparing the status before with the one to be.
  static void reportProgress(Rollout rollout, ObjectNode next) {
    Optional<Duration> deadline = rollout.spec().progressDeadline();
    ConditionList conditions = rollout.conditions();
    if (deadline.isEmpty()) {
      conditions.remove(PROGRESSING);
      return;
    }
    boolean wasComplete =
        number(next, "replicas") == number(next, "updatedReplicas")
            && conditions.reason(PROGRESSING).equals(COMPLETE);
    if (wasComplete) {
      return;
    }
    String subject =
        rollout
            .current()
            .map(set -> "ReplicaSet \"%s\"".formatted(set.name()))
            .orElse("Deployment \"%s\"".formatted(rollout.deployment().name()));
    if (isComplete(rollout, next)) {
      report(rollout, "True", COMPLETE, subject + " has successfully progressed.");
    } else if (hasMoved(rollout.deployment().status(), next)) {
      refresh(rollout, PROGRESSING, "True", "ReplicaSetUpdated", subject + " is progressing.");
    } else if (isLate(rollout, deadline.get())) {
      report(rollout, "False", TIMED_OUT, subject + " has timed out progressing.");
    }
  }

  /// Whether all wanted pods are of the present template and available, and no others are left.
  static boolean isComplete(Rollout rollout, JsonNode status) {
    int wanted = rollout.spec().replicas();
    return number(status, "updatedReplicas") == wanted
        && number(status, "replicas") == wanted
        && number(status, "availableReplicas") == wanted
        && status.path("observedGeneration").asLong(0) >= rollout.deployment().generation();
  }

  private static boolean hasMoved(JsonNode before, JsonNode next) {
    int oldBefore = number(before, "replicas") - number(before, "updatedReplicas");
    int oldNext = number(next, "replicas") - number(next, "updatedReplicas");
    return number(next, "updatedReplicas") > number(before, "updatedReplicas")
        || oldNext < oldBefore
        || number(next, "readyReplicas") > number(before, "readyReplicas")
        || number(next, "availableReplicas") > number(before, "availableReplicas");
  }

  private static boolean isLate(Rollout rollout, Duration deadline) {
    String reason = rollout.conditions().reason(PROGRESSING);
    if (reason.equals(COMPLETE)) {
      return false;
    }
    return reason.equals(TIMED_OUT)
        || due(rollout, deadline).filter(time -> time.isBefore(rollout.now())).isPresent();
  }

  private static Optional<Instant> due(Rollout rollout, Duration deadline) {
    return rollout
        .conditions()
        .find(PROGRESSING)
        .flatMap(condition -> KubeTimes.find(condition.path("lastUpdateTime")))
        .map(since -> since.plus(deadline));
  }

  /// When to look whether the roll-out is late.
  static Reconciler.Outcome nextVisit(Rollout rollout, ObjectNode status) {
    Optional<Duration> deadline = rollout.spec().progressDeadline();
    String reason = rollout.conditions().reason(PROGRESSING);
    if (deadline.isEmpty()
        || rollout.spec().isPaused()
        || reason.equals(TIMED_OUT)
        || isComplete(rollout, status)) {
      return Reconciler.Outcome.done();
    }
    // Times are kept in whole seconds, so a second later it is surely past.
    return due(rollout, deadline.get())
        .map(time -> Duration.between(rollout.now(), time).plusSeconds(1))
        .map(Reconciler.Outcome::retryAfter)
        .orElse(Reconciler.Outcome.done());
  }

  /// Takes over why the current set, or else an old one, cannot make its pods.
  static void reportFailure(Rollout rollout) {
    ConditionList conditions = rollout.conditions();
    Optional<JsonNode> failure =
        Stream.concat(rollout.current().stream(), rollout.old().stream())
            .map(set -> Conditions.find(set, ReplicaStatus.REPLICA_FAILURE))
            .flatMap(Optional::stream)
            .findFirst();
    failure.ifPresentOrElse(
        why ->
            set(
                rollout,
                ReplicaStatus.REPLICA_FAILURE,
                why.path("status").asString(""),
                why.path("reason").asString(""),
                why.path("message").asString("")),
        () -> conditions.remove(ReplicaStatus.REPLICA_FAILURE));
  }

  private static int number(JsonNode status, String field) {
    return status.path(field).asInt(0);
  }
}
