package dev.gantry.kube.rules.preparation;

import dev.gantry.kube.objects.KubeObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What single kinds need beyond their [Traits].
final class KindPreparation {
  private KindPreparation() {}

  static void create(ObjectNode object) {
    switch (name(object)) {
      case "v1/Pod" -> PodPreparation.create(object);
      case "v1/Namespace" -> newNamespace(object);
      case "v1/Secret" -> stringData(object);
      case "v1/ServiceAccount" -> secretNames(object);
      case "batch/v1/Job" -> JobPreparation.create(object);
      case "apiextensions.k8s.io/v1/CustomResourceDefinition" -> newDefinition(object);
      default -> {
        // Nothing beyond its traits.
      }
    }
  }

  static void update(ObjectNode now, KubeObject before) {
    switch (name(now)) {
      case "v1/Namespace" -> Parts.take(Parts.structure(now, "spec"), before.spec(), "finalizers");
      case "v1/Secret" -> stringData(now);
      case "v1/ServiceAccount" -> secretNames(now);
      case "certificates.k8s.io/v1/CertificateSigningRequest" ->
          Parts.take(now, before.json(), "spec");
      default -> {
        // Nothing beyond its traits.
      }
    }
  }

  static void status(ObjectNode now, KubeObject before) {
    switch (name(now)) {
      case "v1/Pod" -> PodPreparation.status(now, before);
      case "apps/v1/Deployment" ->
          Parts.take(Parts.structure(now, "metadata"), before.metadata(), "labels");
      case "certificates.k8s.io/v1/CertificateSigningRequest" -> {
        ObjectNode status = Parts.structure(now, "status");
        keepConditions(status, before.status(), List.of("Approved", "Denied"));
      }
      default -> {
        // Nothing beyond its traits.
      }
    }
  }

  /// The path on which signing requests are approved changes the conditions alone.
  static void approval(ObjectNode now, KubeObject before) {
    Parts.take(now, before.json(), "spec");
    JsonNode conditions = now.path("status").path("conditions").deepCopy();
    Parts.take(now, before.json(), "status");
    if (conditions.isArray()) {
      Parts.structure(now, "status").set("conditions", conditions);
    }
  }

  private static String name(ObjectNode object) {
    return object.path("apiVersion").asString("") + "/" + object.path("kind").asString("");
  }

  /// What is in a namespace is deleted before the finalizer `kubernetes` goes.
  private static void newNamespace(ObjectNode namespace) {
    Parts.structure(namespace, "status").put("phase", "Active");
    ObjectNode spec = Parts.structure(namespace, "spec");
    ArrayNode finalizers =
        spec.get("finalizers") instanceof ArrayNode there ? there : spec.putArray("finalizers");
    for (JsonNode finalizer : finalizers) {
      if (finalizer.asString("").equals("kubernetes")) {
        return;
      }
    }
    finalizers.add("kubernetes");
  }

  /// Plain texts are for writing only: they become data.
  private static void stringData(ObjectNode secret) {
    JsonNode texts = secret.remove("stringData");
    if (texts == null || texts.isEmpty()) {
      return;
    }
    ObjectNode data = Parts.structure(secret, "data");
    texts
        .properties()
        .forEach(
            e ->
                data.put(
                    e.getKey(),
                    Base64.getEncoder()
                        .encodeToString(
                            e.getValue().asString("").getBytes(StandardCharsets.UTF_8))));
  }

  /// Of references to secrets only the name counts: they are in the same namespace.
  private static void secretNames(ObjectNode account) {
    for (JsonNode reference : account.path("secrets")) {
      if (reference instanceof ObjectNode structure) {
        structure.retain(List.of("name"));
      }
    }
  }

  private static void newDefinition(ObjectNode definition) {
    ObjectNode status = definition.putObject("status");
    status.putArray("conditions");
    status.putObject("acceptedNames").put("plural", "").put("kind", "");
    ArrayNode stored = status.putArray("storedVersions");
    for (JsonNode version : definition.path("spec").path("versions")) {
      if (version.path("storage").asBoolean(false)) {
        stored.add(version.path("name").asString(""));
      }
    }
  }

  private static void keepConditions(ObjectNode status, JsonNode before, List<String> types) {
    ArrayNode kept = status.arrayNode();
    for (JsonNode condition : before.path("conditions")) {
      if (types.contains(condition.path("type").asString(""))) {
        kept.add(condition.deepCopy());
      }
    }
    for (JsonNode condition : status.path("conditions")) {
      if (!types.contains(condition.path("type").asString(""))) {
        kept.add(condition);
      }
    }
    if (!kept.isEmpty()) {
      status.set("conditions", kept);
    }
  }
}
