package dev.gantry.kube.controllers;

import static dev.gantry.kube.objects.BuiltInKinds.NODE;
import static dev.gantry.kube.objects.BuiltInKinds.POD;

import dev.gantry.kube.client.ApiClient;
import dev.gantry.kube.client.Change;
import dev.gantry.kube.client.Controller;
import dev.gantry.kube.client.EventRecorder;
import dev.gantry.kube.client.Index;
import dev.gantry.kube.client.Informer;
import dev.gantry.kube.client.Informers;
import dev.gantry.kube.client.Reconciler;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.KubeTimes;
import dev.gantry.kube.objects.ObjectKey;
import dev.gantry.kube.objects.PodReady;
import dev.gantry.platform.lifecycle.Timers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/// Deletes pods from nodes with `NoExecute` taints: at once those that do not tolerate them, later
/// those that do for a time.
public final class TaintEviction implements AutoCloseable {
  private static final int WORKERS = 4;

  private final Informer nodes;
  private final Informer pods;
  private final InstantSource clock;
  private final EventRecorder events;
  private final Disruption disruption;
  private final Controller<ObjectKey> controller;

  /// When a pod first met a taint, by uid of the pod and key of the taint.
  private final Map<String, Map<String, Instant>> noticed = new ConcurrentHashMap<>();

  public TaintEviction(Informers informers, Timers timers, InstantSource clock) {
    ApiClient client = informers.client();
    this.clock = clock;
    nodes = informers.of(NODE);
    pods = informers.of(POD);
    events = new EventRecorder(client, "taint-eviction-controller", clock);
    disruption = new Disruption(client, clock);
    controller =
        Controller.start("taint-eviction", timers, WORKERS, List.of(nodes, pods), this::reconcile);
    nodes.listen(this::nodeChanged);
    pods.listen(this::podChanged);
  }

  private void nodeChanged(Change change) {
    boolean same =
        change
            .before()
            .filter(
                before ->
                    before.spec().path("taints").equals(change.object().spec().path("taints")))
            .isPresent();
    if (!same) {
      pods.by(Index.NODE, change.key().name()).forEach(pod -> controller.enqueue(pod.key()));
    }
  }

  private void podChanged(Change change) {
    boolean same =
        change.before().filter(before -> before.spec().equals(change.object().spec())).isPresent();
    if (!same || change.isDisappearance()) {
      controller.enqueue(change.key());
    }
  }

  private Reconciler.Outcome reconcile(ObjectKey key) {
    Optional<KubeObject> found =
        pods.find(key).filter(pod -> !pod.isBeingDeleted() && !PodReady.isFinished(pod));
    if (found.isEmpty()) {
      return Reconciler.Outcome.done();
    }
    KubeObject pod = found.get();
    Optional<KubeObject> node =
        nodes.find(ObjectKey.clusterScoped(pod.spec().path("nodeName").asString("")));
    if (node.isEmpty()) {
      return Reconciler.Outcome.done();
    }
    forgetTaintsThatWent(pod, node.get());
    Instant end = Instant.MAX;
    for (JsonNode taint : node.get().spec().path("taints")) {
      if (taint.path("effect").asString("").equals("NoExecute")) {
        Instant until = toleratedUntil(pod, taint);
        end = until.isBefore(end) ? until : end;
      }
    }
    if (end.equals(Instant.MAX)) {
      return Reconciler.Outcome.done();
    }
    Duration left = Duration.between(clock.instant(), end);
    if (left.isPositive()) {
      return Reconciler.Outcome.retryAfter(left);
    }
    events.normal(pod, "TaintManagerEviction", "Marking for deletion Pod %s".formatted(pod.key()));
    disruption.delete(
        pod, "DeletionByTaintManager", "Taint manager: deleting due to NoExecute taint");
    return Reconciler.Outcome.done();
  }

  /// The pod's tolerations of a taint all count; the shortest of those with an end decides.
  private Instant toleratedUntil(KubeObject pod, JsonNode taint) {
    Instant since = KubeTimes.find(taint.path("timeAdded")).orElseGet(() -> noticed(pod, taint));
    boolean tolerated = false;
    Instant end = Instant.MAX;
    for (JsonNode toleration : pod.spec().path("tolerations")) {
      if (tolerates(toleration, taint)) {
        tolerated = true;
        JsonNode seconds = toleration.path("tolerationSeconds");
        if (seconds.isNumber()) {
          Instant until = since.plusSeconds(Math.max(0, seconds.asLong()));
          end = until.isBefore(end) ? until : end;
        }
      }
    }
    return tolerated ? end : Instant.EPOCH;
  }

  private void forgetTaintsThatWent(KubeObject pod, KubeObject node) {
    noticed.computeIfPresent(
        pod.uid(),
        (_, keys) -> {
          keys.keySet()
              .removeIf(
                  key ->
                      node.spec()
                          .path("taints")
                          .valueStream()
                          .noneMatch(taint -> taint.path("key").asString("").equals(key)));
          return keys.isEmpty() ? null : keys;
        });
  }

  /// Taints that users add do not say since when.
  private Instant noticed(KubeObject pod, JsonNode taint) {
    return noticed
        .computeIfAbsent(pod.uid(), _ -> new ConcurrentHashMap<>())
        .computeIfAbsent(taint.path("key").asString(""), _ -> clock.instant());
  }

  private static boolean tolerates(JsonNode toleration, JsonNode taint) {
    String effect = toleration.path("effect").asString("");
    String key = toleration.path("key").asString("");
    boolean exists = toleration.path("operator").asString("").equals("Exists");
    return (effect.isEmpty() || effect.equals("NoExecute"))
        && (key.isEmpty() ? exists : key.equals(taint.path("key").asString("")))
        && (exists
            || toleration.path("value").asString("").equals(taint.path("value").asString("")));
  }

  @Override
  public void close() {
    controller.close();
    events.close();
  }
}
