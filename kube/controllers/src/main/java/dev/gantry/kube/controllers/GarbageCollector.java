package dev.gantry.kube.controllers;

import dev.gantry.kube.client.ApiClient;
import dev.gantry.kube.client.Change;
import dev.gantry.kube.client.Controller;
import dev.gantry.kube.client.DeleteOptions;
import dev.gantry.kube.client.EventRecorder;
import dev.gantry.kube.client.Informer;
import dev.gantry.kube.client.Informers;
import dev.gantry.kube.client.PatchType;
import dev.gantry.kube.client.Reconciler;
import dev.gantry.kube.objects.BuiltInKinds;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.OwnerReference;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.platform.json.Json;
import dev.gantry.platform.lifecycle.Timers;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Deletes what has lost its owners, and carries out the ways to delete an owner: in the background
/// (dependents follow it), in the foreground (dependents go first), or leaving them as orphans.
///
/// The key is a uid. An object is looked at when it appears, when its owners or the state of its
/// deletion change, when an owner goes, and when an owner begins to wait for it.
public final class GarbageCollector implements AutoCloseable {
  private static final int WORKERS = 8;
  private static final String ORPHAN = "orphan";

  private final ApiClient client;
  private final Informers informers;
  private final OwnerGraph graph = new OwnerGraph();
  private final OwnerCheck owners;
  private final EventRecorder events;
  private final Controller<String> controller;

  /// Starts to collect.
  ///
  /// @param served the kinds whose objects may own or be owned; events are left out
  public GarbageCollector(
      Informers informers, Collection<ServedKind> served, Timers timers, InstantSource clock) {
    this.informers = informers;
    client = informers.client();
    owners = new OwnerCheck(informers, served);
    events = new EventRecorder(client, "garbage-collector-controller", clock);
    List<Informer> sources = new ArrayList<>();
    for (ServedKind one : served) {
      if (!one.kind().kind().equals(BuiltInKinds.EVENT.kind())) {
        sources.add(informers.of(one.kind()));
      }
    }
    controller = Controller.start("garbage-collector", timers, WORKERS, sources, this::reconcile);
    sources.forEach(source -> source.listen(change -> changed(source, change)));
  }

  private void changed(Informer source, Change change) {
    graph.changed(source.kind(), change);
    if (change.before().filter(before -> looksAlike(change, before)).isPresent()) {
      return;
    }
    KubeObject object = change.object();
    if (change.isDisappearance()) {
      graph.dependents(object.uid()).forEach(controller::enqueue);
    } else if (!object.owners().isEmpty() || object.isBeingDeleted()) {
      controller.enqueue(object.uid());
    }
    // An owner may be waiting for just this.
    change.before().ifPresent(this::enqueueOwners);
    enqueueOwners(object);
  }

  private void enqueueOwners(KubeObject object) {
    object.owners().forEach(owner -> controller.enqueue(owner.uid()));
  }

  private static boolean looksAlike(Change change, KubeObject before) {
    return change
        .after()
        .filter(after -> after.owners().equals(before.owners()))
        .filter(after -> after.isBeingDeleted() == before.isBeingDeleted())
        .filter(after -> after.finalizers().equals(before.finalizers()))
        .isPresent();
  }

  private Optional<KubeObject> object(String uid) {
    return graph
        .place(uid)
        .flatMap(place -> informers.of(place.kind()).find(place.key()))
        .filter(object -> object.uid().equals(uid));
  }

  private Reconciler.Outcome reconcile(String uid) {
    Optional<KubeObject> found = object(uid);
    if (found.isPresent()) {
      KubeObject object = found.get();
      if (!object.isBeingDeleted()) {
        checkOwners(object);
      } else if (object.finalizers().contains(ORPHAN)) {
        orphan(object);
      } else if (object.finalizers().contains(OwnerCheck.FOREGROUND)) {
        awaitDependents(object);
      }
    }
    return Reconciler.Outcome.done();
  }

  private List<KubeObject> dependents(KubeObject owner) {
    return graph.dependents(owner.uid()).stream()
        .map(this::object)
        .flatMap(Optional::stream)
        .toList();
  }

  private void orphan(KubeObject owner) {
    for (KubeObject dependent : dependents(owner)) {
      changeOwners(dependent, reference -> reference.uid().equals(owner.uid()));
    }
    removeFinalizer(owner, ORPHAN);
  }

  private void awaitDependents(KubeObject owner) {
    List<KubeObject> blocking =
        dependents(owner).stream()
            .filter(
                dependent ->
                    dependent.owners().stream()
                        .anyMatch(
                            reference ->
                                reference.uid().equals(owner.uid())
                                    && reference.blockOwnerDeletion()))
            .toList();
    if (blocking.isEmpty()) {
      removeFinalizer(owner, OwnerCheck.FOREGROUND);
    }
    blocking.stream()
        .filter(dependent -> !dependent.isBeingDeleted())
        .forEach(dependent -> controller.enqueue(dependent.uid()));
  }

  private void removeFinalizer(KubeObject object, String finalizer) {
    KubeObject fresh;
    try {
      fresh = client.get(object.groupVersionKind(), object.key());
    } catch (StatusException e) {
      if (e.isNotFound()) {
        return;
      }
      throw e;
    }
    if (!fresh.uid().equals(object.uid()) || !fresh.finalizers().contains(finalizer)) {
      return;
    }
    ObjectNode patch = Json.mapper().createObjectNode();
    ObjectNode metadata = patch.putObject("metadata");
    metadata.put("resourceVersion", fresh.resourceVersion()).put("uid", fresh.uid());
    ArrayNode left = metadata.putArray("finalizers");
    fresh.finalizers().stream().filter(name -> !name.equals(finalizer)).forEach(left::add);
    client.patch(fresh.groupVersionKind(), fresh.key(), "", PatchType.MERGE, patch);
  }

  private void checkOwners(KubeObject object) {
    Map<OwnerCheck.State, List<OwnerReference>> states = new EnumMap<>(OwnerCheck.State.class);
    for (OwnerReference owner : object.owners()) {
      OwnerCheck.State state = owners.of(object, owner);
      states.computeIfAbsent(state, _ -> new ArrayList<>()).add(owner);
      if (state != OwnerCheck.State.SOLID) {
        reportElsewhere(object, owner);
      }
    }
    List<OwnerReference> absent = states.getOrDefault(OwnerCheck.State.ABSENT, List.of());
    List<OwnerReference> waiting = states.getOrDefault(OwnerCheck.State.WAITING, List.of());
    if (absent.isEmpty() && waiting.isEmpty()) {
      return;
    }
    if (states.containsKey(OwnerCheck.State.SOLID)
        || states.containsKey(OwnerCheck.State.UNKNOWN)) {
      // Somebody still needs it, so it merely stops naming, and blocking, the others.
      changeOwners(object, owner -> absent.contains(owner) || waiting.contains(owner));
    } else if (!waiting.isEmpty() && !graph.dependents(object.uid()).isEmpty()) {
      breakCircle(object);
      delete(object, DeleteOptions.Propagation.FOREGROUND);
    } else {
      delete(object, policy(object));
    }
  }

  /// What it is deleted with by itself, where somebody has asked for that before.
  private static DeleteOptions.Propagation policy(KubeObject object) {
    if (object.finalizers().contains(ORPHAN)) {
      return DeleteOptions.Propagation.ORPHAN;
    }
    return object.finalizers().contains(OwnerCheck.FOREGROUND)
        ? DeleteOptions.Propagation.FOREGROUND
        : DeleteOptions.Propagation.BACKGROUND;
  }

  /// An object with a dependent that waits itself would wait for ever if it were waited for.
  private void breakCircle(KubeObject object) {
    boolean circular = dependents(object).stream().anyMatch(OwnerCheck::isWaiting);
    if (!circular) {
      return;
    }
    ObjectNode patch = patch(object);
    ArrayNode references = patch.withObject("metadata").putArray("ownerReferences");
    for (OwnerReference owner : object.owners()) {
      references.addObject().put("uid", owner.uid()).put("blockOwnerDeletion", false);
    }
    client.patch(object.groupVersionKind(), object.key(), "", PatchType.STRATEGIC_MERGE, patch);
  }

  /// Takes the references away that `which` accepts.
  private void changeOwners(KubeObject object, Predicate<OwnerReference> which) {
    ObjectNode patch = patch(object);
    ArrayNode references = patch.withObject("metadata").putArray("ownerReferences");
    object.owners().stream()
        .filter(which)
        .forEach(owner -> references.addObject().put("$patch", "delete").put("uid", owner.uid()));
    try {
      client.patch(object.groupVersionKind(), object.key(), "", PatchType.STRATEGIC_MERGE, patch);
    } catch (StatusException e) {
      if (!e.isNotFound()) {
        throw e;
      }
    }
  }

  private static ObjectNode patch(KubeObject object) {
    ObjectNode patch = Json.mapper().createObjectNode();
    patch.putObject("metadata").put("uid", object.uid());
    return patch;
  }

  private void delete(KubeObject object, DeleteOptions.Propagation policy) {
    try {
      client.delete(
          object.groupVersionKind(),
          object.key(),
          DeleteOptions.DEFAULT.propagation(policy).onlyUid(object.uid()));
    } catch (StatusException e) {
      if (!e.isNotFound()) {
        throw e;
      }
    }
  }

  /// Owners of other namespaces do not count, which surprises users.
  private void reportElsewhere(KubeObject object, OwnerReference owner) {
    boolean elsewhere =
        graph
            .place(owner.uid())
            .map(OwnerGraph.Place::key)
            .filter(key -> !key.namespace().isEmpty())
            .filter(key -> !key.namespace().equals(object.namespace()))
            .isPresent();
    String reference =
        "ownerRef [%s/%s, namespace: %s, name: %s, uid: %s]"
            .formatted(
                owner.apiVersion(), owner.kind(), object.namespace(), owner.name(), owner.uid());
    if (owners.isNamespacedOwnerOfClusterScoped(object, owner)) {
      events.warning(
          object,
          "OwnerRefInvalidNamespace",
          reference + " is namespaced, but the dependent is cluster-scoped");
    } else if (elsewhere) {
      events.warning(
          object,
          "OwnerRefInvalidNamespace",
          reference + " does not exist in namespace \"%s\"".formatted(object.namespace()));
    }
  }

  @Override
  public void close() {
    controller.close();
    events.close();
  }
}
