package dev.gantry.kube.api;

import dev.gantry.kube.objects.GenerateName;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.KubeTimes;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The part of the metadata that is the server's and not the client's.
final class Metadata {
  /// What only the server says; taken over from the stored object at every update.
  private static final List<String> SERVER_OWNED =
      List.of("uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds");

  private Metadata() {}

  /// The metadata of an object under construction, made when there is none.
  static ObjectNode of(ObjectNode object) {
    return object.path("metadata") instanceof ObjectNode metadata
        ? metadata
        : object.putObject("metadata");
  }

  /// Gives a new object its identity.
  static void begin(ObjectNode object, String namespace, Instant now) {
    ObjectNode metadata = of(object);
    metadata.remove(
        List.of("deletionTimestamp", "deletionGracePeriodSeconds", "selfLink", "resourceVersion"));
    if (namespace.isEmpty()) {
      metadata.remove("namespace");
    } else {
      metadata.put("namespace", namespace);
    }
    metadata.put("uid", UUID.randomUUID().toString());
    metadata.put("creationTimestamp", KubeTimes.seconds(now));
    generateName(metadata);
  }

  private static void generateName(ObjectNode metadata) {
    String base = metadata.path("generateName").asString("");
    if (metadata.path("name").asString("").isEmpty() && !base.isEmpty()) {
      metadata.put("name", GenerateName.from(base));
    }
  }

  /// Puts back what an update may not change.
  static void keep(ObjectNode object, KubeObject old) {
    ObjectNode metadata = of(object);
    metadata.put("name", old.name());
    if (old.namespace().isEmpty()) {
      metadata.remove("namespace");
    } else {
      metadata.put("namespace", old.namespace());
    }
    metadata.remove("selfLink");
    for (String field : SERVER_OWNED) {
      JsonNode value = old.metadata().path(field);
      if (value.isMissingNode()) {
        metadata.remove(field);
      } else {
        metadata.set(field, value);
      }
    }
    if (!metadata.has("generateName") && old.metadata().has("generateName")) {
      metadata.set("generateName", old.metadata().path("generateName"));
    }
  }

  static void setFinalizers(ObjectNode object, Set<String> finalizers) {
    ObjectNode metadata = of(object);
    if (finalizers.isEmpty()) {
      metadata.remove("finalizers");
      return;
    }
    ArrayNode array = metadata.putArray("finalizers");
    finalizers.forEach(array::add);
  }

  /// Marks an object for deletion. Kinds with a generation count this as a change of what is
  /// wanted.
  static void markDeleted(ObjectNode object, Instant deadline, long graceSeconds) {
    ObjectNode metadata = of(object);
    if (!metadata.has("deletionTimestamp")) {
      long generation = metadata.path("generation").asLong(0);
      if (generation > 0) {
        metadata.put("generation", generation + 1);
      }
    }
    metadata.put("deletionTimestamp", KubeTimes.seconds(deadline));
    metadata.put("deletionGracePeriodSeconds", graceSeconds);
  }
}
