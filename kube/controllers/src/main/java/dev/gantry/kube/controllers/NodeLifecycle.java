package dev.gantry.kube.controllers;

import static dev.gantry.kube.objects.BuiltInKinds.LEASE;
import static dev.gantry.kube.objects.BuiltInKinds.NODE;
import static dev.gantry.kube.objects.BuiltInKinds.POD;

import dev.gantry.kube.client.ApiClient;
import dev.gantry.kube.client.Controller;
import dev.gantry.kube.client.EventRecorder;
import dev.gantry.kube.client.Index;
import dev.gantry.kube.client.Informer;
import dev.gantry.kube.client.Informers;
import dev.gantry.kube.client.PatchType;
import dev.gantry.kube.client.Reconciler;
import dev.gantry.kube.objects.Conditions;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.KubeTimes;
import dev.gantry.kube.objects.ObjectKey;
import dev.gantry.kube.objects.SemanticEquality;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.platform.json.Json;
import dev.gantry.platform.lifecycle.Timers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Watches over nodes: one that is not heard of for too long is called Unknown, and the conditions
/// of nodes become taints, by which the scheduler and the eviction of pods go.
///
/// A node is heard of by its lease or its status. The time counts from when the news arrived here,
/// so the clocks need not agree, and after a start every node has the whole time again.
public final class NodeLifecycle implements AutoCloseable {
  static final String LEASES = "kube-node-lease";
  private static final int WORKERS = 2;

  private final ApiClient client;
  private final Informer nodes;
  private final Informer leases;
  private final Informer pods;
  private final Duration patience;
  private final InstantSource clock;
  private final EventRecorder events;
  private final Map<String, Sign> signs = new ConcurrentHashMap<>();
  private final Controller<String> controller;

  /// The last sign of life of a node.
  private record Sign(String text, Instant heard) {}

  /// Starts to watch.
  ///
  /// @param patience how long a node may be silent
  public NodeLifecycle(Informers informers, Duration patience, Timers timers, InstantSource clock) {
    client = informers.client();
    this.patience = patience;
    this.clock = clock;
    nodes = informers.of(NODE);
    leases = informers.of(LEASE);
    pods = informers.of(POD);
    events = new EventRecorder(client, "node-controller", clock);
    controller =
        Controller.start(
            "node-lifecycle", timers, WORKERS, List.of(nodes, leases, pods), this::reconcile);
    nodes.listen(change -> controller.enqueue(change.key().name()));
    leases.listen(
        change -> {
          if (change.key().namespace().equals(LEASES)) {
            controller.enqueue(change.key().name());
          }
        });
  }

  private Reconciler.Outcome reconcile(String name) {
    Optional<KubeObject> found = nodes.find(ObjectKey.clusterScoped(name));
    if (found.isEmpty()) {
      signs.remove(name);
      return Reconciler.Outcome.done();
    }
    KubeObject node = found.get();
    Instant now = clock.instant();
    String text = signOf(node);
    Sign sign =
        signs.compute(
            name,
            (_, last) -> last != null && last.text().equals(text) ? last : new Sign(text, now));
    Duration left = Duration.between(now, sign.heard().plus(patience));
    if (!left.isPositive()) {
      node = callUnknown(node, now);
      markPodsUnready(name, now);
    }
    taint(node, now);
    return left.isPositive() ? Reconciler.Outcome.retryAfter(left) : Reconciler.Outcome.done();
  }

  private String signOf(KubeObject node) {
    String renewed =
        leases
            .find(new ObjectKey(LEASES, node.name()))
            .map(lease -> lease.spec().path("renewTime").asString(""))
            .orElse("");
    String posted =
        Conditions.find(node, "Ready")
            .map(ready -> ready.path("lastHeartbeatTime").asString(""))
            .orElse("");
    return renewed + " " + posted;
  }

  private KubeObject callUnknown(KubeObject node, Instant now) {
    if (Conditions.status(node, "Ready").equals("Unknown")) {
      return node;
    }
    ObjectNode patch = patch(node);
    ArrayNode conditions = patch.putObject("status").putArray("conditions");
    for (String type : List.of("Ready", "MemoryPressure", "DiskPressure", "PIDPressure")) {
      boolean posted = Conditions.find(node, type).isPresent();
      conditions
          .addObject()
          .put("type", type)
          .put("status", "Unknown")
          .put("lastTransitionTime", KubeTimes.seconds(now))
          .put("reason", posted ? "NodeStatusUnknown" : "NodeStatusNeverUpdated")
          .put(
              "message",
              posted
                  ? "Kubelet stopped posting node status."
                  : "Kubelet never posted node status.");
    }
    KubeObject written = client.patch(NODE, node.key(), "status", PatchType.STRATEGIC_MERGE, patch);
    events.normal(
        node, "NodeNotReady", "Node %s status is now: NodeNotReady".formatted(node.name()));
    return written;
  }

  private static ObjectNode patch(KubeObject object) {
    ObjectNode patch = Json.mapper().createObjectNode();
    patch.putObject("metadata").put("uid", object.uid());
    return patch;
  }

  /// Nobody can say whether they still serve, so nobody should be sent there.
  private void markPodsUnready(String node, Instant now) {
    for (KubeObject pod : pods.by(Index.NODE, node)) {
      if (!Conditions.isTrue(pod, "Ready")) {
        continue;
      }
      ObjectNode patch = patch(pod);
      patch
          .putObject("status")
          .putArray("conditions")
          .addObject()
          .put("type", "Ready")
          .put("status", "False")
          .put("lastTransitionTime", KubeTimes.seconds(now));
      try {
        client.patch(POD, pod.key(), "status", PatchType.STRATEGIC_MERGE, patch);
        events.warning(pod, "NodeNotReady", "Node is not ready");
      } catch (StatusException e) {
        if (!e.isNotFound()) {
          throw e;
        }
      }
    }
  }

  private void taint(KubeObject node, Instant now) {
    ArrayNode wanted = NodeTaints.wanted(node, now);
    if (SemanticEquality.same(wanted, node.spec().path("taints"))) {
      return;
    }
    ObjectNode patch = patch(node);
    patch.withObject("metadata").put("resourceVersion", node.resourceVersion());
    patch.putObject("spec").set("taints", wanted);
    client.patch(NODE, node.key(), "", PatchType.MERGE, patch);
  }

  @Override
  public void close() {
    controller.close();
    events.close();
  }
}
