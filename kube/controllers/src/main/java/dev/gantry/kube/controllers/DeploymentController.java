package dev.gantry.kube.controllers;

import static dev.gantry.kube.objects.BuiltInKinds.DEPLOYMENT;
import static dev.gantry.kube.objects.BuiltInKinds.POD;
import static dev.gantry.kube.objects.BuiltInKinds.REPLICA_SET;

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
import dev.gantry.kube.objects.SemanticEquality;
import dev.gantry.platform.lifecycle.Timers;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Rolls Deployments: keeps one ReplicaSet for each revision of the template and moves the pods
/// from the old ones to the current one.
///
/// Nothing about a roll-out is remembered here: each look takes the step that the present sizes and
/// statuses of the sets allow, and their changes cause the next look.
public final class DeploymentController implements AutoCloseable {
  private static final int WORKERS = 5;

  private final ApiClient client;
  private final Informer deployments;
  private final Informer replicaSets;
  private final Informer pods;
  private final InstantSource clock;
  private final EventRecorder events;
  private final Claims claims;
  private final NewReplicaSet newReplicaSet;
  private final RollingUpdate rollingUpdate;
  private final Recreate recreate;
  private final ProportionalScaling scaling;
  private final RevisionHistory history;
  private final Controller<ObjectKey> controller;

  public DeploymentController(Informers informers, Timers timers, InstantSource clock) {
    this.clock = clock;
    client = informers.client();
    deployments = informers.of(DEPLOYMENT);
    replicaSets = informers.of(REPLICA_SET);
    pods = informers.of(POD);
    events = new EventRecorder(client, "deployment-controller", clock);
    claims = new Claims(client);
    newReplicaSet = new NewReplicaSet(client, events);
    var scaler = new ReplicaSetScaler(client, events);
    rollingUpdate = new RollingUpdate(scaler);
    recreate = new Recreate(scaler, newReplicaSet, pods);
    scaling = new ProportionalScaling(scaler);
    history = new RevisionHistory(client);
    controller =
        Controller.start(
            "deployment-controller",
            timers,
            WORKERS,
            List.of(deployments, replicaSets, pods),
            this::reconcile);
    deployments.listen(change -> controller.enqueue(change.key()));
    replicaSets.listen(this::replicaSetChanged);
    pods.listen(this::podChanged);
  }

  private void replicaSetChanged(Change change) {
    change.before().ifPresent(this::enqueueOwner);
    change.after().ifPresent(this::enqueueOwner);
    change.after().filter(set -> set.controller().isEmpty()).ifPresent(this::enqueueAdopters);
  }

  private void enqueueOwner(KubeObject set) {
    set.controller()
        .filter(owner -> owner.kind().equals(DEPLOYMENT.kind()))
        .filter(owner -> owner.apiVersion().equals(DEPLOYMENT.apiVersion()))
        .ifPresent(owner -> controller.enqueue(new ObjectKey(set.namespace(), owner.name())));
  }

  private void enqueueAdopters(KubeObject orphan) {
    for (KubeObject deployment : deployments.by(Index.NAMESPACE, orphan.namespace())) {
      if (DeploymentSpec.of(deployment).selector().matches(orphan)) {
        controller.enqueue(deployment.key());
      }
    }
  }

  /// A Deployment that is recreated goes on when the last old pod is gone.
  private void podChanged(Change change) {
    if (change.isDisappearance()) {
      KubeObject pod = change.object();
      pod.controller()
          .flatMap(owner -> replicaSets.find(new ObjectKey(pod.namespace(), owner.name())))
          .ifPresent(this::enqueueOwner);
    }
  }

  private Reconciler.Outcome reconcile(ObjectKey key) throws InterruptedException {
    Optional<KubeObject> found = deployments.find(key);
    if (found.isEmpty()) {
      return Reconciler.Outcome.done();
    }
    KubeObject deployment = found.get();
    DeploymentSpec spec = DeploymentSpec.of(deployment);
    if (spec.selector().isEverything()) {
      events.warning(
          deployment,
          "SelectingAll",
          "This deployment is selecting all pods. A non-empty selector is required.");
      return Reconciler.Outcome.done();
    }
    List<KubeObject> ours =
        claims.claim(deployment, spec.selector(), replicaSets.by(Index.NAMESPACE, key.namespace()));
    var rollout = new Rollout(deployment, ours, clock.instant());
    if (!deployment.isBeingDeleted()) {
      DeploymentProgress.notePause(rollout);
      newReplicaSet.syncRevision(rollout);
      if (!spec.isPaused() && !ProportionalScaling.isDue(rollout)) {
        return roll(rollout);
      }
      scaling.scale(rollout);
      if (spec.isPaused()) {
        history.trim(rollout);
      }
    }
    writeStatus(rollout, DeploymentStatus.of(rollout));
    return Reconciler.Outcome.done();
  }

  private Reconciler.Outcome roll(Rollout rollout) {
    if (rollout.spec().isRecreate()) {
      if (!recreate.step(rollout)) {
        return Reconciler.Outcome.done();
      }
    } else {
      if (!newReplicaSet.ensure(rollout)) {
        return Reconciler.Outcome.done();
      }
      rollingUpdate.step(rollout);
    }
    ObjectNode status = DeploymentStatus.of(rollout);
    DeploymentProgress.reportProgress(rollout, status);
    DeploymentProgress.reportFailure(rollout);
    writeStatus(rollout, status);
    if (DeploymentProgress.isComplete(rollout, status)) {
      history.trim(rollout);
    }
    return DeploymentProgress.nextVisit(rollout, status);
  }

  private void writeStatus(Rollout rollout, ObjectNode status) {
    rollout.conditions().into(status);
    KubeObject deployment = rollout.deployment();
    if (!SemanticEquality.same(status, deployment.status())) {
      client.updateStatus(deployment.edit(json -> json.set("status", status)));
    }
  }

  @Override
  public void close() {
    controller.close();
    events.close();
  }
}
