package dev.gantry.kube.controllers;

import static dev.gantry.kube.objects.BuiltInKinds.POD;

import dev.gantry.kube.client.Controller;
import dev.gantry.kube.client.FakeCluster;
import dev.gantry.kube.client.Informer;
import dev.gantry.kube.client.Informers;
import dev.gantry.kube.client.Reconciler;
import dev.gantry.kube.objects.Conditions;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.ObjectKey;
import dev.gantry.platform.lifecycle.Timers;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/// Runs every pod there is: binds it, makes it ready if `healthy` says so, and ends it when it is
/// deleted, unless it is told to keep it.
final class FakeNode implements AutoCloseable {
  private final FakeCluster cluster;
  private final Informer pods;
  private final Controller<ObjectKey> controller;
  private volatile Predicate<KubeObject> healthy = _ -> true;
  private volatile boolean keepDying;

  FakeNode(FakeCluster cluster, Informers informers, Timers timers) {
    this.cluster = cluster;
    pods = informers.of(POD);
    controller = Controller.start("node", timers, 1, List.of(pods), this::reconcile);
    pods.listen(change -> controller.enqueue(change.key()));
  }

  /// Which pods become ready.
  void healthy(Predicate<KubeObject> pods) {
    healthy = pods;
    lookAgain();
  }

  /// Whether deleted pods stay in termination.
  void keepDying(boolean keep) {
    keepDying = keep;
    lookAgain();
  }

  private void lookAgain() {
    pods.list().forEach(pod -> controller.enqueue(pod.key()));
  }

  private Reconciler.Outcome reconcile(ObjectKey key) {
    Optional<KubeObject> found = cluster.find(POD, key);
    if (found.isPresent()) {
      KubeObject pod = found.get();
      if (pod.isBeingDeleted()) {
        if (!keepDying) {
          cluster.remove(POD, key);
        }
      } else if (!Conditions.isTrue(pod, "Ready")
          && !pod.status().path("phase").asString("").equals("Failed")) {
        cluster.edit(POD, key, this::running);
      }
    }
    return Reconciler.Outcome.done();
  }

  private KubeObject running(KubeObject pod) {
    return pod.edit(
        json -> {
          json.withObject("spec").put("nodeName", "n1");
          if (healthy.test(pod)) {
            ObjectNode status = json.withObject("status").put("phase", "Running");
            status
                .putArray("conditions")
                .addObject()
                .put("type", "Ready")
                .put("status", "True")
                .put("lastTransitionTime", Instant.now().toString());
          }
        });
  }

  @Override
  public void close() {
    controller.close();
  }
}
