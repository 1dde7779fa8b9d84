package dev.gantry.kube.api;

import dev.gantry.kube.client.PatchType;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.objects.StatusReason;
import dev.gantry.kube.patch.JsonPatch;
import dev.gantry.kube.patch.MergePatch;
import dev.gantry.kube.patch.ServerSideApply;
import dev.gantry.kube.patch.StrategicMergePatch;
import dev.gantry.kube.schema.Kinds;
import dev.gantry.kube.schema.decode.Decoded;
import dev.gantry.kube.schema.decode.ObjectDecoder;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Patches in all four languages.
final class PatchObject {
  /// How often a patch is applied anew when another write came first.
  private static final int ATTEMPTS = 6;

  private final ObjectStorage storage;
  private final CreateObject creates;
  private final UpdateObject updates;
  private final ObjectDecoder decoder;
  private final InstantSource clock;

  PatchObject(
      ObjectStorage storage,
      CreateObject creates,
      UpdateObject updates,
      Kinds kinds,
      InstantSource clock) {
    this.storage = storage;
    this.creates = creates;
    this.updates = updates;
    this.decoder = new ObjectDecoder(() -> kinds);
    this.clock = clock;
  }

  /// Changes an object, or with an apply creates it.
  ///
  /// @param mayCreate asked before an apply creates; throws when the caller may not
  Written patch(
      WriteRequest request, Part part, PatchType type, JsonNode patch, Runnable mayCreate) {
    if (type == PatchType.APPLY) {
      return apply(request, part, patch, mayCreate);
    }
    List<String> warnings = new ArrayList<>();
    Written written =
        updates.update(
            request,
            part,
            shown -> {
              ObjectNode next = patched(part, type, shown, patch);
              Decoded decoded =
                  decoder.convert(
                      next, part.kind().groupVersionKind(), request.options().fieldValidation());
              warnings.clear();
              warnings.addAll(decoded.warnings());
              return new UpdateObject.Proposal(decoded.object().json(), false);
            },
            ATTEMPTS);
    return new Written(written.object(), false, warnings);
  }

  private static ObjectNode patched(Part part, PatchType type, KubeObject shown, JsonNode patch) {
    return switch (type) {
      case JSON -> JsonPatch.apply(shown.json(), patch);
      case MERGE -> MergePatch.apply(shown.json(), patch);
      case STRATEGIC_MERGE -> StrategicMergePatch.apply(part.kind().type(), shown.json(), patch);
      case APPLY -> throw new IllegalArgumentException("an apply is no patch");
    };
  }

  private Written apply(WriteRequest request, Part part, JsonNode body, Runnable mayCreate) {
    if (!(body instanceof ObjectNode document)) {
      throw StatusException.badRequest("an applied configuration must be an object");
    }
    if (request.options().fieldManager().isEmpty()) {
      throw StatusException.badRequest("fieldManager is required for apply patch");
    }
    ObjectNode applied = Requests.body(KubeObject.of(document), part.kind().groupVersionKind());
    Requests.requireName(applied, request.key().name());
    Requests.requireNamespace(applied, request.key().namespace());
    for (int attempt = 1; true; attempt++) {
      try {
        return storage.find(request.kind(), request.key()).isPresent()
            ? updates.update(
                request, part, shown -> merged(request, part, shown, applied), ATTEMPTS)
            : create(request, part, applied, mayCreate);
      } catch (StatusException e) {
        // Another client created or deleted the object between our look and our write.
        boolean raced = e.is(StatusReason.ALREADY_EXISTS) || e.isNotFound();
        if (!raced || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private Written create(WriteRequest request, Part part, ObjectNode applied, Runnable mayCreate) {
    if (!request.subresource().isEmpty()) {
      throw Requests.notFound(request.kind(), request.key());
    }
    if (!applied.path("metadata").path("uid").asString("").isEmpty()) {
      throw Requests.conflict(
          request.kind(), request.key(), "uid mismatch: the provided object specified a uid");
    }
    mayCreate.run();
    Metadata.of(applied).put("name", request.key().name());
    return creates.createApplied(request, applied(request, part, Optional.empty(), applied));
  }

  private UpdateObject.Proposal merged(
      WriteRequest request, Part part, KubeObject shown, ObjectNode applied) {
    return new UpdateObject.Proposal(applied(request, part, Optional.of(shown), applied), true);
  }

  private ObjectNode applied(
      WriteRequest request, Part part, Optional<KubeObject> live, ObjectNode configuration) {
    return ServerSideApply.apply(
            part.kind(),
            live,
            KubeObject.of(configuration),
            request.manager(),
            request.options().force(),
            request.subresource(),
            clock.instant())
        .json();
  }
}
