package dev.gantry.kube.controllers;

import static dev.gantry.kube.objects.BuiltInKinds.NAMESPACE;
import static dev.gantry.kube.objects.BuiltInKinds.POD;

import dev.gantry.kube.client.ApiClient;
import dev.gantry.kube.client.Change;
import dev.gantry.kube.client.Controller;
import dev.gantry.kube.client.DeleteOptions;
import dev.gantry.kube.client.Informer;
import dev.gantry.kube.client.Informers;
import dev.gantry.kube.client.ListOptions;
import dev.gantry.kube.client.Reconciler;
import dev.gantry.kube.objects.GroupVersionKind;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.ObjectKey;
import dev.gantry.kube.objects.SemanticEquality;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.platform.lifecycle.Timers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Empties namespaces that are being deleted, pods first, and then lets them go.
///
/// What takes its time, such as a pod's end or somebody's finalizer, is awaited: its disappearance
/// brings the namespace back.
public final class NamespaceController implements AutoCloseable {
  private static final int WORKERS = 4;
  private static final String FINALIZER = "kubernetes";

  /// A refusal of one kind must not keep the namespace for ever.
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

  private final ApiClient client;
  private final Informer namespaces;
  private final List<ServedKind> kinds;
  private final InstantSource clock;
  private final Controller<String> controller;

  /// Starts to empty namespaces of objects of the `served` kinds.
  public NamespaceController(
      Informers informers, Collection<ServedKind> served, Timers timers, InstantSource clock) {
    client = informers.client();
    this.clock = clock;
    namespaces = informers.of(NAMESPACE);
    kinds = served.stream().filter(ServedKind::namespaced).toList();
    List<Informer> contents = kinds.stream().map(kind -> informers.of(kind.kind())).toList();
    controller =
        Controller.start(
            "namespace-controller", timers, WORKERS, List.of(namespaces), this::reconcile);
    namespaces.listen(change -> controller.enqueue(change.key().name()));
    contents.forEach(content -> content.listen(this::contentChanged));
  }

  private void contentChanged(Change change) {
    if (change.isDisappearance() && isEnding(change.key().namespace())) {
      controller.enqueue(change.key().namespace());
    }
  }

  private boolean isEnding(String namespace) {
    return namespaces
        .find(ObjectKey.clusterScoped(namespace))
        .filter(KubeObject::isBeingDeleted)
        .isPresent();
  }

  private Reconciler.Outcome reconcile(String name) {
    Optional<KubeObject> found =
        namespaces
            .find(ObjectKey.clusterScoped(name))
            .filter(KubeObject::isBeingDeleted)
            .filter(NamespaceController::isOurs);
    if (found.isEmpty()) {
      return Reconciler.Outcome.done();
    }
    List<RuntimeException> failures = new ArrayList<>();
    var remains = new NamespaceRemains();
    // Pods may need their secrets and accounts to end well, so nothing else goes before them.
    empty(name, POD, remains, failures);
    if (remains.isEmpty() && failures.isEmpty()) {
      kinds.stream()
          .map(ServedKind::kind)
          .filter(kind -> !kind.equals(POD))
          .forEach(kind -> empty(name, kind, remains, failures));
    }
    KubeObject written = report(found.get(), remains, failures);
    if (remains.isEmpty() && failures.isEmpty()) {
      release(written);
    }
    return failures.isEmpty()
        ? Reconciler.Outcome.done()
        : Reconciler.Outcome.retryAfter(AFTER_FAILURE);
  }

  private static boolean isOurs(KubeObject namespace) {
    return namespace
        .spec()
        .path("finalizers")
        .valueStream()
        .anyMatch(finalizer -> finalizer.asString("").equals(FINALIZER));
  }

  private void empty(
      String namespace,
      GroupVersionKind kind,
      NamespaceRemains remains,
      List<RuntimeException> failures) {
    ListOptions content = ListOptions.in(namespace);
    try {
      boolean toDelete =
          client.list(kind, content).items().stream().anyMatch(item -> !item.isBeingDeleted());
      if (toDelete) {
        client.deleteCollection(
            kind, content, DeleteOptions.DEFAULT.propagation(DeleteOptions.Propagation.BACKGROUND));
      }
      client.list(kind, content).items().forEach(item -> remains.add(kind, item));
    } catch (StatusException e) {
      failures.add(e);
    }
  }

  private KubeObject report(
      KubeObject namespace, NamespaceRemains remains, List<RuntimeException> failures) {
    ObjectNode status = (ObjectNode) namespace.status().deepCopy();
    status.put("phase", "Terminating");
    var conditions = new ConditionList(namespace.status().path("conditions"), clock.instant());
    remains.describe(conditions, failures);
    conditions.into(status);
    return SemanticEquality.same(status, namespace.status())
        ? namespace
        : client.updateStatus(namespace.edit(json -> json.set("status", status)));
  }

  private void release(KubeObject namespace) {
    client.updateSubresource(
        namespace.edit(
            json -> {
              ArrayNode left = json.withObject("spec").putArray("finalizers");
              namespace
                  .spec()
                  .path("finalizers")
                  .valueStream()
                  .filter(finalizer -> !finalizer.asString("").equals(FINALIZER))
                  .forEach(left::add);
            }),
        "finalize");
  }

  @Override
  public void close() {
    controller.close();
  }
}
