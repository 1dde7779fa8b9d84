package dev.gantry.kube.controllers;

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
import dev.gantry.kube.objects.ObjectKey;
import dev.gantry.kube.objects.OwnerReference;
import dev.gantry.kube.objects.PodReady;
import dev.gantry.kube.objects.SemanticEquality;
import dev.gantry.platform.lifecycle.Timers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Keeps the number of pods that ReplicaSets, or ReplicationControllers, ask for.
public final class ReplicaSetController implements AutoCloseable {
  private static final int WORKERS = 5;

  private final ReplicaKind kind;
  private final ApiClient client;
  private final Informer sets;
  private final Informer pods;
  private final InstantSource clock;
  private final EventRecorder events;
  private final Claims claims;
  private final ReplicaScaler scaler;
  private final Controller<ObjectKey> controller;

  /// For ReplicaSets.
  public static ReplicaSetController forReplicaSets(
      Informers informers, Timers timers, InstantSource clock) {
    return new ReplicaSetController(ReplicaKind.REPLICA_SET, informers, timers, clock);
  }

  /// For ReplicationControllers.
  public static ReplicaSetController forReplicationControllers(
      Informers informers, Timers timers, InstantSource clock) {
    return new ReplicaSetController(ReplicaKind.REPLICATION_CONTROLLER, informers, timers, clock);
  }

  private ReplicaSetController(
      ReplicaKind kind, Informers informers, Timers timers, InstantSource clock) {
    this.kind = kind;
    this.clock = clock;
    client = informers.client();
    sets = informers.of(kind.kind());
    pods = informers.of(POD);
    events = new EventRecorder(client, kind.component(), clock);
    claims = new Claims(client);
    scaler = new ReplicaScaler(client, events, clock);
    controller =
        Controller.start(kind.component(), timers, WORKERS, List.of(sets, pods), this::reconcile);
    sets.listen(change -> controller.enqueue(change.key()));
    pods.listen(this::podChanged);
  }

  private void podChanged(Change change) {
    change.before().ifPresent(this::enqueueOwner);
    change.after().ifPresent(this::enqueueOwner);
    change.after().filter(pod -> pod.controller().isEmpty()).ifPresent(this::enqueueAdopters);
  }

  private void enqueueOwner(KubeObject pod) {
    pod.controller()
        .filter(owner -> isOurs(owner))
        .ifPresent(owner -> controller.enqueue(new ObjectKey(pod.namespace(), owner.name())));
  }

  private boolean isOurs(OwnerReference owner) {
    return owner.kind().equals(kind.kind().kind())
        && owner.apiVersion().equals(kind.kind().apiVersion());
  }

  private void enqueueAdopters(KubeObject orphan) {
    for (KubeObject set : sets.by(Index.NAMESPACE, orphan.namespace())) {
      if (kind.selector(set).matches(orphan)) {
        controller.enqueue(set.key());
      }
    }
  }

  private Reconciler.Outcome reconcile(ObjectKey key) throws InterruptedException {
    Optional<KubeObject> found = sets.find(key);
    if (found.isEmpty()) {
      return Reconciler.Outcome.done();
    }
    KubeObject set = found.get();
    List<KubeObject> ours =
        claims.claim(set, kind.selector(set), pods.by(Index.NAMESPACE, set.namespace()));
    List<KubeObject> alive = ours.stream().filter(pod -> !PodReady.isFinished(pod)).toList();
    List<KubeObject> active = alive.stream().filter(pod -> !pod.isBeingDeleted()).toList();

    Optional<RuntimeException> failure = Optional.empty();
    Optional<ReplicaStatus.Failure> reported = Optional.empty();
    if (!set.isBeingDeleted()) {
      failure = scaler.scale(set, active, related(set));
      int missing = scaler.wanted(set) - active.size();
      reported =
          failure.map(
              e ->
                  new ReplicaStatus.Failure(
                      missing > 0 ? "FailedCreate" : "FailedDelete",
                      String.valueOf(e.getMessage())));
    }
    Instant now = clock.instant();
    writeStatus(set, ReplicaStatus.of(set, active, alive.size() - active.size(), reported, now));
    if (failure.isPresent()) {
      throw failure.get();
    }
    return nextVisit(set, active, now);
  }

  /// Pods of all sets with the same owner: a Deployment's old and new ones share nodes.
  private List<KubeObject> related(KubeObject set) {
    List<KubeObject> siblings =
        set.controller().map(owner -> sets.by(Index.CONTROLLER, owner.uid())).orElse(List.of(set));
    return siblings.stream()
        .flatMap(sibling -> pods.by(Index.CONTROLLER, sibling.uid()).stream())
        .filter(pod -> !PodReady.isFinished(pod) && !pod.isBeingDeleted())
        .toList();
  }

  private void writeStatus(KubeObject set, ObjectNode status) {
    if (!SemanticEquality.same(status, set.status())) {
      client.updateStatus(set.edit(json -> json.set("status", status)));
    }
  }

  /// When the next pod that is ready becomes available by just staying so.
  private static Reconciler.Outcome nextVisit(
      KubeObject set, List<KubeObject> active, Instant now) {
    int minReady = set.spec().path("minReadySeconds").asInt(0);
    return active.stream()
        .map(pod -> PodReady.availableFrom(pod, minReady))
        .flatMap(Optional::stream)
        .filter(from -> from.isAfter(now))
        .min(Instant::compareTo)
        .map(from -> Reconciler.Outcome.retryAfter(Duration.between(now, from)))
        .orElse(Reconciler.Outcome.done());
  }

  @Override
  public void close() {
    controller.close();
    events.close();
  }
}
