package dev.gantry.kube.api;

import dev.gantry.kube.objects.GroupVersionKind;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.ObjectKey;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.objects.StatusReason;
import dev.gantry.kube.schema.Kind;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Whether a body and the path it was sent to agree.
final class Requests {
  private Requests() {}

  /// Takes a body over: gives it kind and version when it has none, and refuses others.
  static ObjectNode body(KubeObject body, GroupVersionKind expected) {
    ObjectNode object = body.json().deepCopy();
    requireSame(object, expected);
    object.put("apiVersion", expected.apiVersion());
    object.put("kind", expected.kind());
    return object;
  }

  private static void requireSame(ObjectNode object, GroupVersionKind expected) {
    String version = object.path("apiVersion").asString("");
    if (!version.isEmpty() && !version.equals(expected.apiVersion())) {
      throw StatusException.badRequest(
          "the API version in the data (%s) does not match the expected API version (%s)"
              .formatted(version, expected.apiVersion()));
    }
    String kind = object.path("kind").asString("");
    if (!kind.isEmpty() && !kind.equals(expected.kind())) {
      throw StatusException.badRequest(
          "the kind in the data (%s) does not match the expected kind (%s)"
              .formatted(kind, expected.kind()));
    }
    JsonNode metadata = object.path("metadata");
    if (!metadata.isMissingNode() && !metadata.isNull() && !metadata.isObject()) {
      throw StatusException.badRequest("metadata must be an object");
    }
  }

  static void requireNamespace(ObjectNode object, String namespace) {
    String own = object.path("metadata").path("namespace").asString("");
    if (!own.isEmpty() && !own.equals(namespace)) {
      throw StatusException.badRequest(
          "the namespace of the provided object does not match the namespace sent on the request");
    }
  }

  static void requireName(ObjectNode object, String name) {
    String own = object.path("metadata").path("name").asString("");
    if (!own.isEmpty() && !own.equals(name)) {
      throw StatusException.badRequest(
          "the name of the object (%s) does not match the name on the URL (%s)"
              .formatted(own, name));
    }
  }

  /// A namespaced kind needs a namespace for everything but lists and watches.
  static void requireScope(Kind kind, String namespace) {
    if (kind.namespaced() && namespace.isEmpty()) {
      throw StatusException.badRequest("an empty namespace may not be set during creation");
    }
  }

  static void requireStored(Kind kind, String verb) {
    if (!kind.isStored()) {
      throw methodNotAllowed(kind, verb);
    }
  }

  static StatusException methodNotAllowed(Kind kind, String verb) {
    return new StatusException(
        StatusReason.METHOD_NOT_ALLOWED,
        "%s is not supported on resources of kind \"%s\"".formatted(verb, qualified(kind)),
        Optional.of(
            new StatusException.Details("", kind.group(), kind.plural(), "", java.util.List.of())));
  }

  static String qualified(Kind kind) {
    return kind.group().isEmpty() ? kind.plural() : kind.plural() + "." + kind.group();
  }

  static StatusException notFound(Kind kind, ObjectKey key) {
    return StatusException.notFound(kind.group(), kind.plural(), key.name());
  }

  static StatusException conflict(Kind kind, ObjectKey key, String problem) {
    return StatusException.conflict(kind.group(), kind.plural(), key.name(), problem);
  }

  static StatusException modified(Kind kind, ObjectKey key) {
    return conflict(
        kind,
        key,
        "the object has been modified; please apply your changes to the latest version and try"
            + " again");
  }
}
