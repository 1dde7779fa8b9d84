package dev.gantry.kube.api;

import dev.gantry.kube.api.AdmissionRequest.Operation;
import dev.gantry.kube.client.DeleteOptions;
import dev.gantry.kube.client.DeleteOptions.Propagation;
import dev.gantry.kube.objects.BuiltInKinds;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.KubeTimes;
import dev.gantry.kube.schema.Kind;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// Deletes objects, or marks them when finalizers, dependents or a grace period come first.
final class DeleteObject {
  static final String ORPHAN = "orphan";
  static final String FOREGROUND = "foregroundDeletion";

  /// Kinds whose clients expect the object in the answer and not a Status.
  private static final Set<String> ANSWERED_WITH_OBJECT =
      Set.of(
          "pods",
          "services",
          "serviceaccounts",
          "podtemplates",
          "resourcequotas",
          "persistentvolumes",
          "persistentvolumeclaims");

  private final ObjectStorage storage;
  private final Admission admission;
  private final InstantSource clock;

  DeleteObject(ObjectStorage storage, Admission admission, InstantSource clock) {
    this.storage = storage;
    this.admission = admission;
    this.clock = clock;
  }

  Deletion delete(WriteRequest request, DeleteOptions options) {
    while (true) {
      StoredBytes stored =
          storage
              .find(request.kind(), request.key())
              .orElseThrow(() -> Requests.notFound(request.kind(), request.key()));
      KubeObject object = stored.object();
      checkPreconditions(request, options, object);
      admission.validate(
          Admission.request(Operation.DELETE, request, object.json(), Optional.of(object)));
      Optional<Deletion> done = attempt(request, options, stored);
      if (done.isPresent()) {
        return done.get();
      }
    }
  }

  private Optional<Deletion> attempt(
      WriteRequest request, DeleteOptions options, StoredBytes stored) {
    Kind kind = request.kind();
    KubeObject object = stored.object();
    Set<String> finalizers = finalizers(kind, object, options);
    OptionalLong grace = GracePeriod.of(kind, object, options.gracePeriodSeconds());
    boolean held = !finalizers.isEmpty() || Removal.hasContent(kind, object);
    if (!held && grace.orElse(0) == 0) {
      return remove(request, stored);
    }
    ObjectNode next = object.json().deepCopy();
    Metadata.setFinalizers(next, finalizers);
    mark(next, object, grace.orElse(0));
    if (kind.groupVersionKind().equals(BuiltInKinds.NAMESPACE)) {
      next.withObject("/status").put("phase", "Terminating");
    }
    if (Changes.none(next, object) || request.dryRun()) {
      return Optional.of(waiting(request, KubeObject.of(next)));
    }
    return storage.replace(kind, stored, next).map(s -> waiting(request, s.object()));
  }

  /// Sets the deadline: now plus the grace period, or, for a deletion under way whose grace period
  /// becomes shorter, its beginning plus the new one.
  private void mark(ObjectNode next, KubeObject object, long grace) {
    if (!object.isBeingDeleted()) {
      Metadata.markDeleted(next, clock.instant().plusSeconds(grace), grace);
      return;
    }
    long present = object.metadata().path("deletionGracePeriodSeconds").asLong(0);
    if (grace < present) {
      Instant deadline =
          KubeTimes.find(object.metadata().path("deletionTimestamp")).orElse(clock.instant());
      Metadata.markDeleted(next, deadline.minusSeconds(present).plusSeconds(grace), grace);
    }
  }

  private Optional<Deletion> remove(WriteRequest request, StoredBytes stored) {
    boolean answersObject = answersObject(request.kind());
    if (request.dryRun()) {
      return Optional.of(new Deletion(shown(request, stored.object()), true, answersObject));
    }
    return storage
        .remove(request.kind(), stored)
        .map(gone -> new Deletion(shown(request, gone.object()), true, answersObject));
  }

  private static Deletion waiting(WriteRequest request, KubeObject object) {
    return new Deletion(shown(request, object), false, true);
  }

  private static KubeObject shown(WriteRequest request, KubeObject object) {
    return request.view().show(object);
  }

  private static boolean answersObject(Kind kind) {
    return kind.group().isEmpty() && ANSWERED_WITH_OBJECT.contains(kind.plural());
  }

  private static void checkPreconditions(
      WriteRequest request, DeleteOptions options, KubeObject object) {
    options
        .uid()
        .filter(uid -> !uid.equals(object.uid()))
        .ifPresent(
            uid -> {
              throw Requests.conflict(
                  request.kind(),
                  request.key(),
                  "the UID in the precondition (%s) does not match the UID in record (%s). The"
                          .formatted(uid, object.uid())
                      + " object might have been deleted and then recreated");
            });
    options
        .resourceVersion()
        .filter(version -> !version.equals(object.resourceVersion()))
        .ifPresent(
            version -> {
              throw Requests.conflict(
                  request.kind(),
                  request.key(),
                  "the ResourceVersion in the precondition (%s) does not match the ResourceVersion"
                          .formatted(version)
                      + " in record (%s). The object might have been modified"
                          .formatted(object.resourceVersion()));
            });
  }

  /// The finalizers an object has once the policy for its dependents is written among them.
  private static Set<String> finalizers(Kind kind, KubeObject object, DeleteOptions options) {
    List<String> present = object.finalizers();
    Optional<Propagation> policy = options.propagation();
    boolean orphan =
        policy
            .map(p -> p == Propagation.ORPHAN)
            .orElse(
                present.contains(ORPHAN)
                    || (!present.contains(FOREGROUND) && orphansByDefault(kind)));
    boolean foreground =
        policy
            .map(p -> p == Propagation.FOREGROUND)
            .orElse(!orphan && present.contains(FOREGROUND));
    Set<String> finalizers = new LinkedHashSet<>(present);
    finalizers.remove(ORPHAN);
    finalizers.remove(FOREGROUND);
    if (orphan) {
      finalizers.add(ORPHAN);
    }
    if (foreground) {
      finalizers.add(FOREGROUND);
    }
    return finalizers;
  }

  /// The one kind of the first API whose objects own others.
  private static boolean orphansByDefault(Kind kind) {
    return kind.groupVersionKind().equals(BuiltInKinds.REPLICATION_CONTROLLER);
  }
}
