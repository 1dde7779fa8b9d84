package dev.gantry.kube.controllers;

import static dev.gantry.kube.objects.BuiltInKinds.NODE;
import static dev.gantry.kube.objects.BuiltInKinds.POD;

import dev.gantry.kube.client.ApiClient;
import dev.gantry.kube.client.Change;
import dev.gantry.kube.client.Controller;
import dev.gantry.kube.client.DeleteOptions;
import dev.gantry.kube.client.Index;
import dev.gantry.kube.client.Informer;
import dev.gantry.kube.client.Informers;
import dev.gantry.kube.client.Reconciler;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.ObjectKey;
import dev.gantry.kube.objects.PodReady;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.platform.lifecycle.Timers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Removes pods nobody else will: those of nodes that are gone, those deleted before they had a
/// node, and the oldest of too many that have ended.
///
/// The key is the name of a node; the empty name stands for pods that have ended or have no node.
public final class PodCollector implements AutoCloseable {
  private static final String NO_NODE = "";

  private final ApiClient client;
  private final Informer nodes;
  private final Informer pods;
  private final int keptEnded;
  private final Duration quarantine;
  private final InstantSource clock;
  private final Disruption disruption;
  private final Map<String, Instant> missingSince = new ConcurrentHashMap<>();
  private final Set<ObjectKey> ended = ConcurrentHashMap.newKeySet();
  private final Controller<String> controller;

  /// Starts to collect.
  ///
  /// @param keptEnded how many pods may stay that have ended
  /// @param quarantine how long a node must be missing before its pods go
  public PodCollector(
      Informers informers, int keptEnded, Duration quarantine, Timers timers, InstantSource clock) {
    client = informers.client();
    this.keptEnded = keptEnded;
    this.quarantine = quarantine;
    this.clock = clock;
    nodes = informers.of(NODE);
    pods = informers.of(POD);
    disruption = new Disruption(client, clock);
    controller =
        Controller.start("pod-collector", timers, 1, List.of(nodes, pods), this::reconcile);
    nodes.listen(
        change -> {
          if (change.isAppearance() || change.isDisappearance()) {
            controller.enqueue(change.key().name());
          }
        });
    pods.listen(this::podChanged);
  }

  private void podChanged(Change change) {
    KubeObject pod = change.object();
    if (change.isDisappearance()) {
      ended.remove(pod.key());
      return;
    }
    if (PodReady.isFinished(pod) && ended.add(pod.key()) && ended.size() > keptEnded) {
      controller.enqueue(NO_NODE);
    }
    String node = node(pod);
    boolean moved = change.before().filter(before -> node(before).equals(node)).isEmpty();
    if (node.isEmpty() ? pod.isBeingDeleted() : moved) {
      controller.enqueue(node);
    }
  }

  private static String node(KubeObject pod) {
    return pod.spec().path("nodeName").asString("");
  }

  private Reconciler.Outcome reconcile(String node) {
    if (node.isEmpty()) {
      removeUnplaced();
      removeEnded();
      return Reconciler.Outcome.done();
    }
    if (nodes.find(ObjectKey.clusterScoped(node)).isPresent()
        || pods.by(Index.NODE, node).isEmpty()) {
      missingSince.remove(node);
      return Reconciler.Outcome.done();
    }
    Instant now = clock.instant();
    Instant since = missingSince.computeIfAbsent(node, _ -> now);
    Duration left = Duration.between(now, since.plus(quarantine));
    if (left.isPositive()) {
      return Reconciler.Outcome.retryAfter(left);
    }
    if (client.find(NODE, ObjectKey.clusterScoped(node)).isEmpty()) {
      pods.by(Index.NODE, node)
          .forEach(
              pod -> disruption.remove(pod, "DeletionByPodGC", "PodGC: node no longer exists"));
    }
    missingSince.remove(node);
    return Reconciler.Outcome.done();
  }

  private void removeUnplaced() {
    pods.list().stream()
        .filter(pod -> pod.isBeingDeleted() && node(pod).isEmpty())
        .forEach(this::remove);
  }

  private void removeEnded() {
    List<KubeObject> all = pods.list().stream().filter(PodReady::isFinished).toList();
    all.stream()
        .sorted(Comparator.comparing(KubeObject::creationTimestamp))
        .limit(Math.max(0, all.size() - keptEnded))
        .forEach(this::remove);
  }

  private void remove(KubeObject pod) {
    try {
      client.delete(POD, pod.key(), DeleteOptions.DEFAULT.grace(0).onlyUid(pod.uid()));
    } catch (StatusException e) {
      if (!e.isNotFound()) {
        throw e;
      }
    }
  }

  @Override
  public void close() {
    controller.close();
  }
}
