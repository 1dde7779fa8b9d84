package dev.gantry.kube.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.kube.schema.openapi.OpenApi;
import dev.gantry.platform.json.Json;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Holds our version 2 document against upstream's, field by field and operation by operation.
class UpstreamStructuresTest {
  /// What may differ, with the reason.
  private static final Set<String> REASONED =
      Set.of(
          // In the messages of this release, not yet in its JSON model.
          "io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerCondition.observedGeneration",
          // Text, and no object.
          "get /api/v1/namespaces/{namespace}/pods/{name}/log");

  /// What upstream's document has and ours does not say, anywhere.
  private static final Set<String> UNSAID =
      Set.of("x-kubernetes-unions", "default", "description", "enum");

  private JsonNode upstream = Json.mapper().createObjectNode();
  private JsonNode ours = Json.mapper().createObjectNode();

  @BeforeEach
  void read() {
    upstream = UpstreamDocument.read();
    ours = Json.tree(new OpenApi(Kinds.builtIn(), "v1.34.0").v2().bytes());
  }

  @Test
  void everyStructureHasUpstreamsFieldsTypesAndMarks() {
    Set<String> differences = new TreeSet<>();
    for (var definition : ours.path("definitions").properties()) {
      JsonNode theirs = upstream.path("definitions").path(definition.getKey());
      if (definition.getKey().startsWith("io.k8s.metrics.")) {
        continue;
      }
      if (theirs.isMissingNode()) {
        differences.add(definition.getKey() + " is unknown to upstream");
        continue;
      }
      compare(definition.getKey(), definition.getValue(), theirs, differences);
    }

    assertThat(differences).as("differences from upstream").isEmpty();
  }

  private static void compare(
      String name, JsonNode ours, JsonNode theirs, Set<String> differences) {
    Set<String> fields = new TreeSet<>(ours.path("properties").propertyNames());
    fields.addAll(theirs.path("properties").propertyNames());
    for (String field : fields) {
      JsonNode mine = essence(ours.path("properties").path(field));
      JsonNode yours = essence(theirs.path("properties").path(field));
      if (!mine.equals(yours) && !REASONED.contains(name + "." + field)) {
        differences.add("%s.%s: %s, upstream %s".formatted(name, field, mine, yours));
      }
    }
    if (!names(ours.path("required")).equals(names(theirs.path("required")))) {
      differences.add(
          "%s requires %s, upstream %s"
              .formatted(name, ours.path("required"), theirs.path("required")));
    }
    if (!ours.path("x-kubernetes-map-type").equals(theirs.path("x-kubernetes-map-type"))) {
      differences.add(name + ": x-kubernetes-map-type");
    }
    kinds(name, ours, theirs, differences);
  }

  /// Every kind that we mark must be marked by upstream; we serve fewer versions.
  private static void kinds(String name, JsonNode ours, JsonNode theirs, Set<String> differences) {
    List<JsonNode> known = theirs.path("x-kubernetes-group-version-kind").valueStream().toList();
    for (JsonNode kind : ours.path("x-kubernetes-group-version-kind")) {
      if (!known.contains(kind) && !kind.path("group").asString("").equals("metrics.k8s.io")) {
        differences.add(name + " is no " + kind);
      }
    }
  }

  private static Set<String> names(JsonNode array) {
    Set<String> names = new TreeSet<>();
    array.forEach(name -> names.add(name.asString()));
    return names;
  }

  private static JsonNode essence(JsonNode schema) {
    if (!(schema instanceof ObjectNode object)) {
      return schema;
    }
    ObjectNode copy = object.deepCopy();
    copy.remove(UNSAID);
    // A list without a type is atomic; we say so.
    if (copy.path("x-kubernetes-list-type").asString("").equals("atomic")) {
      copy.remove("x-kubernetes-list-type");
    }
    // A map without a type is granular.
    if (copy.has("additionalProperties")
        && copy.path("x-kubernetes-map-type").asString("").equals("granular")) {
      copy.remove("x-kubernetes-map-type");
    }
    if (copy.path("items") instanceof ObjectNode items) {
      items.remove(UNSAID);
    }
    return copy;
  }

  @Test
  void everyOperationIsUpstreams() {
    Set<String> differences = new TreeSet<>();
    for (var path : ours.path("paths").properties()) {
      if (path.getKey().startsWith("/apis/metrics.k8s.io/")) {
        continue;
      }
      for (var operation : path.getValue().properties()) {
        JsonNode theirs = upstream.path("paths").path(path.getKey()).path(operation.getKey());
        if (operation.getKey().equals("parameters")) {
          continue;
        }
        for (String mark :
            List.of("x-kubernetes-action", "x-kubernetes-group-version-kind", "operationId")) {
          JsonNode mine = operation.getValue().path(mark);
          if (!mine.equals(theirs.path(mark))) {
            differences.add(
                "%s %s: %s %s, upstream %s"
                    .formatted(operation.getKey(), path.getKey(), mark, mine, theirs.path(mark)));
          }
        }
      }
    }

    assertThat(differences).as("differences from upstream").isEmpty();
  }

  @Test
  void noOperationOfAServedGroupIsMissing() {
    Set<String> missing = new TreeSet<>();
    for (var path : upstream.path("paths").properties()) {
      String name = path.getKey();
      boolean served =
          Kinds.builtIn().groupVersions().stream()
              .map(version -> (version.group().isEmpty() ? "/api/" : "/apis/") + version.text())
              .anyMatch(prefix -> name.startsWith(prefix + "/"));
      if (!served) {
        continue;
      }
      for (var operation : path.getValue().properties()) {
        String action = operation.getValue().path("x-kubernetes-action").asString("");
        boolean told = !Set.of("watch", "watchlist", "connect", "").contains(action);
        if (told && !ours.path("paths").path(name).has(operation.getKey())) {
          missing.add(operation.getKey() + " " + name);
        }
      }
    }

    missing.removeAll(REASONED);
    assertThat(missing).isEmpty();
  }
}
