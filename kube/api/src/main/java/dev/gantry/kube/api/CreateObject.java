package dev.gantry.kube.api;

import dev.gantry.kube.api.AdmissionRequest.Operation;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.ObjectKey;
import dev.gantry.kube.objects.StatusCause;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.objects.StatusReason;
import dev.gantry.kube.patch.ManagedFields;
import dev.gantry.kube.rules.defaults.Defaults;
import dev.gantry.kube.rules.preparation.Preparation;
import dev.gantry.kube.rules.validation.Validation;
import dev.gantry.kube.schema.Kind;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.node.ObjectNode;

/// Creates objects.
final class CreateObject {
  /// How often a generated name may be taken already.
  private static final int NAMES_TO_TRY = 8;

  private final ObjectStorage storage;
  private final Admission admission;
  private final InstantSource clock;

  CreateObject(ObjectStorage storage, Admission admission, InstantSource clock) {
    this.storage = storage;
    this.admission = admission;
    this.clock = clock;
  }

  /// Creates what a client sent.
  ///
  /// @param body in the form the client sent, of the request's kind; its name may be missing
  Written create(WriteRequest request, ObjectNode body) {
    if (!body.path("metadata").path("resourceVersion").asString("").isEmpty()) {
      throw StatusException.badRequest(
          "resourceVersion should not be set on objects to be created");
    }
    ObjectNode stored = request.view().store(body);
    boolean named = !stored.path("metadata").path("name").asString("").isEmpty();
    for (int attempt = 1; true; attempt++) {
      Optional<Written> written = attempt(request, stored.deepCopy(), false);
      if (written.isPresent()) {
        return written.get();
      }
      if (named || attempt == NAMES_TO_TRY) {
        throw taken(request, stored, named);
      }
    }
  }

  /// Creates what an apply made, with the owners of its fields.
  Written createApplied(WriteRequest request, ObjectNode applied) {
    return attempt(request, request.view().store(applied), true)
        .orElseThrow(() -> taken(request, applied, true));
  }

  private Optional<Written> attempt(WriteRequest request, ObjectNode begun, boolean owned) {
    ObjectNode object = begun;
    Metadata.begin(object, request.key().namespace(), clock.instant());
    Defaults.apply(object);
    Preparation.forCreate(object);
    if (!owned) {
      object = recorded(request, object);
    }
    var key =
        new ObjectKey(request.key().namespace(), Metadata.of(object).path("name").asString(""));
    AdmissionRequest admitted =
        Admission.request(Operation.CREATE, request.named(key), object, Optional.empty());
    admission.mutate(admitted);
    // Once more: what admission added has defaults of its own.
    Defaults.apply(object);
    List<StatusCause> problems = Validation.ofCreate(KubeObject.of(object));
    if (!problems.isEmpty()) {
      throw StatusException.invalid(request.kind().groupVersionKind(), key.name(), problems);
    }
    admission.validate(admitted);
    return store(request, key, object);
  }

  private ObjectNode recorded(WriteRequest request, ObjectNode object) {
    return ManagedFields.recordUpdate(
            request.kind(),
            Optional.empty(),
            KubeObject.of(object),
            request.manager(),
            "",
            clock.instant())
        .json();
  }

  private Optional<Written> store(WriteRequest request, ObjectKey key, ObjectNode object) {
    if (request.dryRun()) {
      return storage.find(request.kind(), key).isPresent()
          ? Optional.empty()
          : Optional.of(Written.created(request.view().show(KubeObject.of(object))));
    }
    return storage
        .create(request.kind(), key, object)
        .map(stored -> Written.created(request.view().show(stored.object())));
  }

  private static StatusException taken(WriteRequest request, ObjectNode object, boolean named) {
    Kind kind = request.kind();
    if (named) {
      return StatusException.alreadyExists(
          kind.group(), kind.plural(), Metadata.of(object).path("name").asString(""));
    }
    String base = Metadata.of(object).path("generateName").asString("");
    return new StatusException(
        StatusReason.ALREADY_EXISTS,
        "%s \"%s\" already exists, the server was not able to generate a unique name for the object"
            .formatted(Requests.qualified(kind), base),
        Optional.of(new StatusException.Details(base, kind.group(), kind.plural(), "", List.of())),
        OptionalInt.of(1));
  }
}
