package dev.gantry.kube.patch;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.schema.Kind;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The annotation in which client-side `kubectl apply` keeps what it applied.
///
/// Server-side apply by the same tool takes over from it and keeps it right, so that a user can go
/// back; any other field manager is on its own.
final class LastApplied {
  private static final String ANNOTATION = "kubectl.kubernetes.io/last-applied-configuration";

  /// All annotations of an object together may not be larger.
  private static final int MAX_LENGTH = 262_144;

  private LastApplied() {}

  static boolean isOwnedBy(String manager) {
    return manager.equals("kubectl");
  }

  /// What the annotation sets and the live object still has so; empty without an annotation of
  /// this version.
  static FieldSet unchangedFields(Kind kind, ObjectNode live) {
    String text = KubeObject.of(live).at("metadata", "annotations", ANNOTATION).asString("");
    JsonNode applied;
    try {
      applied = text.isEmpty() ? ManagedFields.NO_OBJECT : Json.read(text, JsonNode.class);
    } catch (InvalidArgumentException _) {
      return FieldSet.EMPTY;
    }
    if (!applied.path("apiVersion").asString("").equals(kind.groupVersionKind().apiVersion())) {
      return FieldSet.EMPTY;
    }
    Shape shape = Shape.of(kind.type());
    try {
      return ConfiguredFields.of(shape, applied)
          .difference(Comparison.between(shape, applied, live).all());
    } catch (IllegalArgumentException _) {
      return FieldSet.EMPTY;
    }
  }

  /// The object with its annotation, if it has one, saying what was applied now.
  static KubeObject refresh(KubeObject object, KubeObject configuration) {
    if (object.at("metadata", "annotations", ANNOTATION).asString("").isEmpty()) {
      return object;
    }
    KubeObject bare =
        configuration.edit(
            json -> {
              if (json.path("metadata").path("annotations") instanceof ObjectNode annotations) {
                annotations.remove(ANNOTATION);
              }
            });
    String text = Json.text(bare.json()) + "\n";
    return object.edit(
        json -> {
          if (json.path("metadata").path("annotations") instanceof ObjectNode annotations) {
            annotations.put(ANNOTATION, text.length() > MAX_LENGTH ? "" : text);
          }
        });
  }
}
