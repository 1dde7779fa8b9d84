package dev.gantry.kube.schema.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.kube.objects.GroupVersion;
import dev.gantry.kube.schema.Document;
import dev.gantry.kube.schema.Kinds;
import dev.gantry.platform.json.Json;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class DiscoveryTest {
  private final Discovery discovery = new Discovery(Kinds.builtIn());

  private static JsonNode json(Document document) {
    return Json.tree(document.bytes());
  }

  private static JsonNode named(JsonNode list, String field, String value) {
    return StreamSupport.stream(list.spliterator(), false)
        .filter(row -> row.path(field).asString("").equals(value))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theAggregatedDocumentHasSubresourcesAndWhatTheyAnswerWith() {
    JsonNode core = json(discovery.aggregatedCore("v2"));
    JsonNode pods = named(core.at("/items/0/versions/0/resources"), "resource", "pods");

    assertThat(core.path("apiVersion").asString()).isEqualTo("apidiscovery.k8s.io/v2");
    assertThat(core.at("/items/0/metadata/name").asString()).isEmpty();
    assertThat(pods.path("scope").asString()).isEqualTo("Namespaced");
    assertThat(named(pods.path("subresources"), "subresource", "eviction").path("responseKind"))
        .isEqualTo(
            Json.read(
                "{\"group\":\"policy\",\"version\":\"v1\",\"kind\":\"Eviction\"}", JsonNode.class));
  }

  @Test
  void versionsStandInTheOrderOfPreference() {
    JsonNode groups = json(discovery.aggregatedGroups("v2beta1")).path("items");
    JsonNode autoscaling =
        StreamSupport.stream(groups.spliterator(), false)
            .filter(g -> g.at("/metadata/name").asString().equals("autoscaling"))
            .findFirst()
            .orElseThrow();

    assertThat(autoscaling.at("/versions/0/version").asString()).isEqualTo("v2");
    JsonNode group = json(discovery.group("autoscaling").orElseThrow());
    assertThat(group.at("/preferredVersion/version").asString()).isEqualTo("v2");
  }

  @Test
  void theOldListHasRowsForSubresources() {
    JsonNode rows =
        json(discovery.resources(new GroupVersion("", "v1")).orElseThrow()).path("resources");

    assertThat(named(rows, "name", "pods/log").path("kind").asString()).isEqualTo("Pod");
    assertThat(named(rows, "name", "pods/eviction").path("group").asString()).isEqualTo("policy");
    assertThat(named(rows, "name", "services").path("shortNames").get(0).asString())
        .isEqualTo("svc");
  }

  @Test
  void theGroupListHasEveryGroupButCore() {
    List<String> names =
        json(discovery.groups())
            .path("groups")
            .valueStream()
            .map(g -> g.path("name").asString())
            .toList();

    assertThat(names)
        .startsWith("apiregistration.k8s.io", "apps", "events.k8s.io")
        .contains("coordination.k8s.io", "rbac.authorization.k8s.io")
        .doesNotContain("");
  }

  @Test
  void whatIsNotServedHasNoDocument() {
    assertThat(discovery.group("nowhere")).isEmpty();
    assertThat(discovery.resources(new GroupVersion("apps", "v2"))).isEmpty();
  }

  @Test
  void theSameDocumentHasTheSameTag() {
    assertThat(new Discovery(Kinds.builtIn()).groups().etag())
        .isEqualTo(discovery.groups().etag())
        .startsWith("\"")
        .endsWith("\"");
  }
}
