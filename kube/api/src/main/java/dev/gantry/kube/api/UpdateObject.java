package dev.gantry.kube.api;

import dev.gantry.kube.api.AdmissionRequest.Operation;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.StatusCause;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.patch.ManagedFields;
import dev.gantry.platform.lifecycle.KeyedLock;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Changes objects that exist: the way of every update, patch and apply from a new shown form to
/// the store.
///
/// Changes of one object take turns: they could not be committed together anyway, and a patch that
/// names no version would lose its race again and again to writers that are quicker at theirs. The
/// store still has the last word, since deletions and other servers do not wait in this line.
final class UpdateObject {
  private final KeyedLock<String> turns = new KeyedLock<>();
  private final ObjectStorage storage;
  private final Admission admission;
  private final InstantSource clock;

  UpdateObject(ObjectStorage storage, Admission admission, InstantSource clock) {
    this.storage = storage;
    this.admission = admission;
    this.clock = clock;
  }

  /// What a request makes of the shown form. It is asked again when the object changed meanwhile.
  @FunctionalInterface
  interface Change {
    /// Makes a new form.
    ///
    /// @param shown the present form, not to be changed
    Proposal propose(KubeObject shown);
  }

  /// A new form.
  ///
  /// @param owned whether it carries its managed fields already, as an apply makes them
  record Proposal(ObjectNode shown, boolean owned) {}

  /// Changes an object.
  ///
  /// @param attempts how often to start over when another write came first
  Written update(WriteRequest request, Part part, Change change, int attempts) {
    String turn = StorageKeys.of(request.kind(), request.key());
    try (var _ = turns.lockUninterruptibly(turn)) {
      return inTurn(request, part, change, attempts);
    }
  }

  private Written inTurn(WriteRequest request, Part part, Change change, int attempts) {
    for (int attempt = 1; true; attempt++) {
      StoredBytes old =
          storage
              .find(request.kind(), request.key())
              .orElseThrow(() -> Requests.notFound(request.kind(), request.key()));
      Optional<KubeObject> written = attempt(request, part, change, old);
      if (written.isPresent()) {
        return Written.changed(part.show(written.get()));
      }
      if (attempt >= attempts) {
        throw Requests.modified(request.kind(), request.key());
      }
    }
  }

  private Optional<KubeObject> attempt(
      WriteRequest request, Part part, Change change, StoredBytes storedOld) {
    KubeObject old = storedOld.object();
    Proposal proposal = change.propose(part.show(old));
    checkIdentity(request, proposal.shown(), old);
    ObjectNode next = part.merge(proposal.shown(), old);
    Metadata.keep(next, old);
    if (!proposal.owned()) {
      next = recorded(request, old, next);
    }
    // What was taken over from the old object is shared with it; admission may change it.
    next = next.deepCopy();
    AdmissionRequest admitted =
        Admission.request(Operation.UPDATE, request, next, Optional.of(old));
    admission.mutate(admitted);
    List<StatusCause> problems = part.problems(KubeObject.of(next), old);
    if (!problems.isEmpty()) {
      throw StatusException.invalid(request.kind().groupVersionKind(), old.name(), problems);
    }
    admission.validate(admitted);
    return store(request, storedOld, next);
  }

  private ObjectNode recorded(WriteRequest request, KubeObject old, ObjectNode next) {
    return ManagedFields.recordUpdate(
            request.kind(),
            Optional.of(old),
            KubeObject.of(next),
            request.manager(),
            request.subresource(),
            clock.instant())
        .json();
  }

  private Optional<KubeObject> store(WriteRequest request, StoredBytes old, ObjectNode next) {
    if (Changes.none(next, old.object())) {
      return Optional.of(old.object());
    }
    KubeObject result = KubeObject.of(next);
    if (request.dryRun()) {
      Metadata.of(next).put("resourceVersion", old.resourceVersion());
      return Optional.of(result);
    }
    if (Removal.isDue(request.kind(), result)) {
      // What lost its last finalizer is answered as it would have been stored.
      return storage.remove(request.kind(), old).map(gone -> atRevision(result, gone));
    }
    return storage.replace(request.kind(), old, next).map(StoredBytes::object);
  }

  private static KubeObject atRevision(KubeObject object, StoredBytes gone) {
    return ObjectEncoding.at(object, gone.revision());
  }

  /// The client may say which object it means, and which state of it.
  private static void checkIdentity(WriteRequest request, ObjectNode shown, KubeObject old) {
    String uid = shown.path("metadata").path("uid").asString("");
    if (!uid.isEmpty() && !uid.equals(old.uid())) {
      throw Requests.conflict(
          request.kind(),
          request.key(),
          "Precondition failed: UID in precondition: "
              + uid
              + ", UID in object meta: "
              + old.uid());
    }
    String version = shown.path("metadata").path("resourceVersion").asString("");
    if (!version.isEmpty() && !version.equals(old.resourceVersion())) {
      throw Requests.modified(request.kind(), request.key());
    }
  }
}
