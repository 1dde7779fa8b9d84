package dev.gantry.kube.rules.preparation;

import dev.gantry.kube.objects.GroupVersion;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.SemanticEquality;
import dev.gantry.platform.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Makes of what a client sent the object that is to be validated and stored.
///
/// A write through one path changes one part of an object; the other parts are taken from what is
/// stored, whatever the client sent. A change of the wanted state counts up
/// `metadata.generation`. The server has already named the object and given it a uid; defaults are
/// filled in before.
public final class Preparation {
  private static final List<String> TAKEN_FROM_STORED =
      List.of("creationTimestamp", "deletionTimestamp", "generation");
  private static final List<String> KEPT_IF_LEFT_OUT = List.of("uid", "deletionGracePeriodSeconds");

  private Preparation() {}

  /// An object that is to be created.
  public static void forCreate(ObjectNode object) {
    Traits traits = traits(object);
    ObjectNode metadata = Parts.structure(object, "metadata");
    metadata.remove(List.of("selfLink", "deletionTimestamp", "deletionGracePeriodSeconds"));
    if (traits.counted().isEmpty()) {
      metadata.remove("generation");
    } else {
      metadata.put("generation", 1);
    }
    if (traits.status() && !isNode(object)) {
      object.remove("status");
      if (!traits.firstStatus().isEmpty()) {
        object.set("status", Json.tree(traits.firstStatus().getBytes(StandardCharsets.UTF_8)));
      }
    }
    KindPreparation.create(object);
  }

  /// A node tells its state when it registers itself.
  private static boolean isNode(ObjectNode object) {
    return object.path("kind").asString("").equals("Node");
  }

  /// An object that is to replace `before` through its main path.
  public static void forUpdate(ObjectNode now, KubeObject before) {
    metadata(now, before);
    Traits traits = traits(now);
    if (traits.status()) {
      Parts.take(now, before.json(), "status");
    }
    KindPreparation.update(now, before);
    count(now, before, traits);
  }

  /// An object whose status is to replace that of `before`. Labels and annotations may change too,
  /// as upstream allows.
  public static void forStatus(ObjectNode now, KubeObject before) {
    metadata(now, before);
    Parts.takeAllBut(now, before.json(), List.of("apiVersion", "kind", "metadata", "status"));
    KindPreparation.status(now, before);
  }

  /// An object written through a path of its own: `status`, `ephemeralcontainers`, `resize`,
  /// `finalize`, `approval`. Other paths are no views of the object itself.
  public static void forSubresource(String subresource, ObjectNode now, KubeObject before) {
    switch (subresource) {
      case "status" -> forStatus(now, before);
      case "ephemeralcontainers" -> {
        PodPreparation.onlyEphemeralContainers(now, before);
        metadata(now, before);
        count(now, before, traits(now));
      }
      case "resize" -> {
        PodPreparation.onlyResources(now, before);
        metadata(now, before);
        count(now, before, traits(now));
      }
      case "finalize" -> {
        metadata(now, before);
        Parts.take(now, before.json(), "status");
      }
      case "approval" -> {
        metadata(now, before);
        KindPreparation.approval(now, before);
      }
      default -> forUpdate(now, before);
    }
  }

  private static void metadata(ObjectNode now, KubeObject before) {
    ObjectNode metadata = Parts.structure(now, "metadata");
    metadata.remove("selfLink");
    for (String field : TAKEN_FROM_STORED) {
      Parts.take(metadata, before.metadata(), field);
    }
    for (String field : KEPT_IF_LEFT_OUT) {
      JsonNode sent = metadata.path(field);
      if (sent.isMissingNode() || sent.isNull() || sent.asString("").isEmpty()) {
        Parts.take(metadata, before.metadata(), field);
      }
    }
  }

  private static void count(ObjectNode now, KubeObject before, Traits traits) {
    if (traits.counted().isEmpty()) {
      return;
    }
    for (String field : traits.counted()) {
      if (differs(field, now, before.json())) {
        Parts.structure(now, "metadata")
            .put("generation", Math.toIntExact(before.generation() + 1));
        return;
      }
    }
  }

  private static boolean differs(String field, ObjectNode now, JsonNode before) {
    if (field.equals("*")) {
      return !SemanticEquality.same(Parts.wanted(now), Parts.wanted(before));
    }
    JsonNode ours = now;
    JsonNode theirs = before;
    for (String step : field.split("\\.", -1)) {
      ours = ours.path(step);
      theirs = theirs.path(step);
    }
    return !SemanticEquality.same(ours, theirs);
  }

  private static Traits traits(ObjectNode object) {
    return Traits.of(
        GroupVersion.parse(object.path("apiVersion").asString("")).group(),
        object.path("kind").asString(""));
  }
}
