package dev.gantry.kube.schema.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.kube.objects.GroupVersionKind;
import dev.gantry.kube.schema.Document;
import dev.gantry.kube.schema.Kind;
import dev.gantry.kube.schema.Kinds;
import dev.gantry.kube.schema.ObjectType;
import dev.gantry.platform.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class OpenApiTest {
  private static final OpenApi API = new OpenApi(Kinds.builtIn(), "v1.34.0");

  private static JsonNode json(Document document) {
    return Json.tree(document.bytes());
  }

  private static JsonNode v3(String path) {
    return json(API.v3(path).orElseThrow());
  }

  private static JsonNode schema(JsonNode document, String name) {
    return document.path("components").path("schemas").path(name);
  }

  @Test
  void theIndexNamesEveryDocumentWithItsHash() {
    JsonNode paths = json(API.index()).path("paths");

    assertThat(paths.propertyNames()).contains("api/v1", "apis/apps/v1", "apis/autoscaling/v2");
    assertThat(paths.path("apis/apps/v1").path("serverRelativeURL").asString())
        .isEqualTo("/openapi/v3/apis/apps/v1?hash=" + API.v3("apis/apps/v1").orElseThrow().hash());
  }

  @Test
  void whatIsNotServedHasNoDocument() {
    assertThat(API.v3("apis/apps/v2")).isEmpty();
  }

  @Test
  void aPatchSaysItsKindAndWhatItTakes() {
    JsonNode patch =
        v3("api/v1").path("paths").path("/api/v1/namespaces/{namespace}/pods/{name}").path("patch");

    assertThat(patch.path("x-kubernetes-action").asString()).isEqualTo("patch");
    assertThat(patch.path("x-kubernetes-group-version-kind"))
        .isEqualTo(
            Json.read("{\"group\":\"\",\"kind\":\"Pod\",\"version\":\"v1\"}", JsonNode.class));
    assertThat(patch.path("parameters").valueStream().map(p -> p.path("name").asString()))
        .contains("fieldValidation", "dryRun", "fieldManager", "force");
    assertThat(patch.path("requestBody").path("content").propertyNames())
        .contains("application/strategic-merge-patch+json", "application/apply-patch+yaml");
  }

  @Test
  void structuresHaveDescriptionsTypesAndMergeKeys() {
    JsonNode spec = schema(v3("apis/apps/v1"), "io.k8s.api.core.v1.PodSpec");
    JsonNode containers = spec.path("properties").path("containers");

    assertThat(spec.path("required").toString()).isEqualTo("[\"containers\"]");
    assertThat(containers.path("description").asString()).contains("List of containers");
    assertThat(containers.path("x-kubernetes-patch-merge-key").asString()).isEqualTo("name");
    assertThat(containers.path("x-kubernetes-patch-strategy").asString()).isEqualTo("merge");
    assertThat(containers.path("x-kubernetes-list-type").asString()).isEqualTo("map");
    assertThat(containers.at("/items/allOf/0/$ref").asString())
        .isEqualTo("#/components/schemas/io.k8s.api.core.v1.Container");
    assertThat(
            spec.path("properties").path("volumes").path("x-kubernetes-patch-strategy").asString())
        .isEqualTo("merge,retainKeys");
  }

  @Test
  void kindsAreMarkedAndScaleIsOneOfThem() {
    JsonNode document = v3("apis/apps/v1");

    assertThat(
            schema(document, "io.k8s.api.apps.v1.Deployment")
                .path("x-kubernetes-group-version-kind"))
        .isEqualTo(
            Json.read(
                "[{\"group\":\"apps\",\"kind\":\"Deployment\",\"version\":\"v1\"}]",
                JsonNode.class));
    assertThat(
            document
                .path("paths")
                .path("/apis/apps/v1/namespaces/{namespace}/deployments/{name}/scale")
                .at("/put/x-kubernetes-group-version-kind/kind")
                .asString())
        .isEqualTo("Scale");
  }

  @Test
  void everyReferenceHasATarget() {
    for (String path : json(API.index()).path("paths").propertyNames()) {
      JsonNode document = v3(path);
      Set<String> wanted = new TreeSet<>();
      collectReferences(document, wanted);
      document
          .path("components")
          .path("schemas")
          .propertyNames()
          .forEach(name -> wanted.remove("#/components/schemas/" + name));
      assertThat(wanted).as(path).isEmpty();
    }
    JsonNode v2 = json(API.v2());
    Set<String> wanted = new TreeSet<>();
    collectReferences(v2, wanted);
    v2.path("definitions").propertyNames().forEach(name -> wanted.remove("#/definitions/" + name));
    assertThat(wanted).isEmpty();
  }

  private static void collectReferences(JsonNode node, Set<String> into) {
    if (node.path("$ref").isString()) {
      into.add(node.path("$ref").asString());
    }
    node.forEach(child -> collectReferences(child, into));
  }

  @Test
  void idsOfOperationsAreUnique() {
    Set<String> ids = new TreeSet<>();
    for (JsonNode path : json(API.v2()).path("paths")) {
      for (JsonNode operation : path) {
        if (operation.has("operationId")) {
          assertThat(ids.add(operation.path("operationId").asString()))
              .as(operation.path("operationId").asString())
              .isTrue();
        }
      }
    }
    assertThat(ids).contains("patchAppsV1NamespacedDeployment", "createCoreV1Namespace");
  }

  @Test
  void aCustomKindCannotBePatchedStrategically() {
    GroupVersionKind name = GroupVersionKind.of("example.org/v1", "Widget");
    Kind widget =
        new Kind(
            name,
            "widgets",
            "widget",
            List.of(),
            List.of(),
            true,
            Set.of("create", "get", "patch"),
            List.of(),
            Optional.empty(),
            ObjectType.of("org.example.v1.Widget", false, List::of));
    OpenApi api = new OpenApi(Kinds.builtIn().with(List.of(widget)), "v1.34.0");

    JsonNode patch =
        json(api.v3("apis/example.org/v1").orElseThrow())
            .path("paths")
            .path("/apis/example.org/v1/namespaces/{namespace}/widgets/{name}")
            .path("patch");

    assertThat(patch.path("requestBody").path("content").propertyNames())
        .contains("application/merge-patch+json")
        .doesNotContain("application/strategic-merge-patch+json");
  }

  @Test
  void theProtobufFormHasTheSameContent() throws Exception {
    byte[] document = API.v2Protobuf().bytes();
    var fields = com.google.protobuf.UnknownFieldSet.parseFrom(document);

    assertThat(fields.getField(1).getLengthDelimitedList().getFirst().toStringUtf8())
        .isEqualTo("2.0");
    var definitions =
        com.google.protobuf.UnknownFieldSet.parseFrom(
            fields.getField(9).getLengthDelimitedList().getFirst());
    assertThat(definitions.getField(1).getLengthDelimitedList())
        .hasSameSizeAs(json(API.v2()).path("definitions").propertyNames());
    assertThat(new String(document, StandardCharsets.UTF_8))
        .contains("io.k8s.api.core.v1.PodSpec", "x-kubernetes-patch-merge-key");
  }
}
