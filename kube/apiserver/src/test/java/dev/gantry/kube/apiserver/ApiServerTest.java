package dev.gantry.kube.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// One server for all, driven over TLS; each test has names of its own.
final class ApiServerTest {
  private static final String MAPS = "/api/v1/namespaces/default/configmaps";
  private static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io";

  @TempDir private static Path directory;
  private static TestCluster cluster;

  @BeforeAll
  static void open() throws Exception {
    cluster = new TestCluster(directory);
  }

  @AfterAll
  static void close() {
    cluster.close();
  }

  private static String map(String name, String value) {
    return "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"%s\"},\"data\":{\"k\":\"%s\"}}"
        .formatted(name, value);
  }

  private static TestCluster.Reply create(String name) throws IOException, InterruptedException {
    return cluster.send("POST", MAPS, map(name, "v"));
  }

  private static void assertStatus(
      TestCluster.Reply reply, int code, String reason, String message) {
    assertThat(reply.status()).isEqualTo(code);
    JsonNode status = reply.json();
    assertThat(status.path("kind").asString()).isEqualTo("Status");
    assertThat(status.path("code").asInt()).isEqualTo(code);
    assertThat(status.path("reason").asString()).isEqualTo(reason);
    assertThat(status.path("message").asString()).contains(message);
  }

  @Nested
  final class Objects {
    @Test
    void areMadeReadChangedAndRemoved() throws Exception {
      TestCluster.Reply made = create("life");
      assertThat(made.status()).isEqualTo(201);
      assertThat(cluster.get(MAPS + "/life").json().at("/data/k").asString()).isEqualTo("v");
      String uid = made.json().at("/metadata/uid").asString();
      var replaced = cluster.send("PUT", MAPS + "/life", map("life", "w"));
      assertThat(replaced.status()).isEqualTo(200);
      var patched =
          cluster.send(
              "PATCH",
              MAPS + "/life",
              "{\"data\":{\"more\":\"x\"}}",
              "Content-Type",
              "application/merge-patch+json");
      assertThat(patched.json().path("data").propertyNames()).containsExactly("k", "more");
      var deleted = cluster.send("DELETE", MAPS + "/life", "");
      assertThat(deleted.json().path("status").asString()).isEqualTo("Success");
      assertThat(deleted.json().at("/details/uid").asString()).isEqualTo(uid);
      assertStatus(cluster.get(MAPS + "/life"), 404, "NotFound", "configmaps \"life\" not found");
    }

    @Test
    void mayBeWrittenInYamlAndAppliedByOthers() throws Exception {
      var applied =
          cluster.send(
              "PATCH",
              MAPS + "/applied?fieldManager=me",
              "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: applied\ndata:\n  a: b\n",
              "Content-Type",
              "application/apply-patch+yaml");
      assertThat(applied.status()).isEqualTo(201);
      var conflict =
          cluster.send(
              "PATCH",
              MAPS + "/applied?fieldManager=you",
              "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: applied\ndata:\n  a: c\n",
              "Content-Type",
              "application/apply-patch+yaml");
      assertThat(conflict.status()).isEqualTo(409);
      assertThat(conflict.json().at("/details/causes/0/reason").asString())
          .isEqualTo("FieldManagerConflict");
      var nobody =
          cluster.send(
              "PATCH", MAPS + "/applied", "{}", "Content-Type", "application/apply-patch+yaml");
      assertStatus(nobody, 422, "Invalid", "fieldManager: Required value: is required for apply");
    }

    @Test
    void unknownFieldsAreRefusedOrWarnedOf() throws Exception {
      String body =
          "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"u\"},\"dat\":{}}";
      assertStatus(
          cluster.send("POST", MAPS + "?fieldValidation=Strict", body),
          400,
          "BadRequest",
          "strict decoding error: unknown field \"dat\"");
      var warned = cluster.send("POST", MAPS + "?dryRun=All", body);
      assertThat(warned.status()).isEqualTo(201);
      assertThat(warned.header("Warning")).contains("299 - \"unknown field \\\"dat\\\"\"");
      assertThat(cluster.get(MAPS + "/u").status()).isEqualTo(404);
    }

    @Test
    void tooLargeAndUnreadableBodiesAreRefused() throws Exception {
      assertStatus(
          cluster.send("POST", MAPS, "x".repeat((3 << 20) + 1)),
          413,
          "RequestEntityTooLarge",
          "limit is 3145728");
      assertStatus(
          cluster.send("POST", MAPS, "a,b", "Content-Type", "text/csv"),
          415,
          "UnsupportedMediaType",
          "unknown format");
      assertThat(cluster.send("POST", MAPS, "{").status()).isEqualTo(400);
      assertStatus(
          cluster.send("POST", MAPS + "?dryRun=Maybe", map("x", "y")),
          422,
          "Invalid",
          "dryRun: Unsupported value: \"Maybe\": supported values: \"All\"");
    }

    @Test
    void areDeletedWithPreconditionsAndAllAtOnce() throws Exception {
      create("pre");
      assertStatus(
          cluster.send(
              "DELETE",
              MAPS + "/pre",
              "{\"kind\":\"DeleteOptions\",\"apiVersion\":\"v1\",\"preconditions\":{\"uid\":\"no\"}}"),
          409,
          "Conflict",
          "UID");
      cluster.send(
          "PATCH",
          MAPS + "/pre",
          "{\"metadata\":{\"labels\":{\"sweep\":\"yes\"}}}",
          "Content-Type",
          "application/strategic-merge-patch+json");
      var swept = cluster.send("DELETE", MAPS + "?labelSelector=sweep%3Dyes", "");
      assertThat(swept.json().path("kind").asString()).isEqualTo("ConfigMapList");
      assertThat(cluster.get(MAPS + "/pre").status()).isEqualTo(404);
    }
  }

  @Nested
  final class Forms {
    @Test
    void listsComeInPagesAndAsTablesAndAsMetadata() throws Exception {
      create("page-a");
      create("page-b");
      var first = cluster.get(MAPS + "?limit=1");
      assertThat(first.json().path("items")).hasSize(1);
      String token = first.json().at("/metadata/continue").asString();
      assertThat(cluster.get(MAPS + "?limit=1&continue=" + token).json().path("items")).hasSize(1);
      var table = cluster.get(MAPS, "Accept", TABLE + ",application/json");
      assertThat(table.json().path("kind").asString()).isEqualTo("Table");
      assertThat(table.json().at("/columnDefinitions/0/name").asString()).isEqualTo("Name");
      var metadata =
          cluster.get(
              MAPS, "Accept", "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io");
      assertThat(metadata.json().at("/items/0").propertyNames())
          .containsExactlyInAnyOrder("kind", "apiVersion", "metadata");
    }

    @Test
    void whatNobodyCanWriteIsNotAcceptable() throws Exception {
      assertStatus(
          cluster.get(MAPS, "Accept", "text/html"), 406, "NotAcceptable", "application/json");
      var review =
          cluster.send(
              "POST",
              "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
              "{\"spec\":{\"resourceAttributes\":{\"verb\":\"get\",\"resource\":\"pods\"}}}",
              "Accept",
              TABLE);
      assertThat(review.status()).isEqualTo(406);
    }

    @Test
    void largeAnswersAreCompressedForThoseWhoAsk() throws Exception {
      cluster.send("POST", MAPS, map("large", "x".repeat(200 << 10)));
      assertThat(cluster.get(MAPS + "/large").header("Content-Encoding")).isEmpty();
      var compressed = cluster.get(MAPS + "/large", "Accept-Encoding", "gzip");
      assertThat(compressed.header("Content-Encoding")).isEqualTo("gzip");
      assertThat(compressed.body().length()).isLessThan(20 << 10);
      cluster.send("DELETE", MAPS + "/large", "");
    }
  }

  @Nested
  final class Watches {
    @Test
    void reportWhatHappens() throws Exception {
      String version = cluster.get(MAPS).json().at("/metadata/resourceVersion").asString();
      try (var lines =
          cluster.lines(
              MAPS
                  + "?watch=true&timeoutSeconds=20&fieldSelector=metadata.name%3Dseen"
                  + "&resourceVersion="
                  + version)) {
        create("seen");
        cluster.send("PUT", MAPS + "/seen", map("seen", "w"));
        cluster.send("DELETE", MAPS + "/seen", "");
        List<String> events = lines.limit(3).toList();
        assertThat(events.get(0)).startsWith("{\"type\":\"ADDED\",\"object\":{");
        assertThat(events.get(1)).startsWith("{\"type\":\"MODIFIED\",\"object\":{");
        assertThat(events.get(2)).startsWith("{\"type\":\"DELETED\",\"object\":{");
      }
    }

    @Test
    void endInTimeAndTellOfAnEndedPast() throws Exception {
      assertThat(cluster.get("/api/v1/watch/namespaces/default/secrets?timeoutSeconds=1").status())
          .isEqualTo(200);
      assertThat(cluster.get(MAPS + "?watch=1&resourceVersion=nonsense").status()).isEqualTo(400);
    }
  }

  @Nested
  final class Paths {
    @Test
    void unknownOnesAndMethodsAreAnsweredAsStatus() throws Exception {
      for (String path :
          List.of("/nowhere", "/api/v1/foos", "/apis/nope/v1/x", "/api/v1/nodes/n/nope")) {
        assertStatus(
            cluster.get(path), 404, "NotFound", "the server could not find the requested resource");
      }
      assertStatus(
          cluster.send("PUT", MAPS, map("x", "y")), 405, "MethodNotAllowed", "does not allow");
    }

    @Test
    void discoveryComesInBothFormsAndIsKeptByClients() throws Exception {
      var legacy = cluster.get("/api", "Accept", "application/json, */*");
      assertThat(legacy.json().path("kind").asString()).isEqualTo("APIVersions");
      String form = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
      var aggregated = cluster.get("/apis", "Accept", form + ",application/json");
      assertThat(aggregated.header("Content-Type")).isEqualTo(form);
      assertThat(aggregated.header("Vary")).isEqualTo("Accept");
      var again = cluster.get("/apis", "Accept", form, "If-None-Match", aggregated.header("ETag"));
      assertThat(again.status()).isEqualTo(304);
      assertThat(cluster.get("/api/v1").json().path("kind").asString())
          .isEqualTo("APIResourceList");
      assertThat(cluster.get("/apis/apps").json().path("kind").asString()).isEqualTo("APIGroup");
    }

    @Test
    void openApiIsAddressedByItsHash() throws Exception {
      var index = cluster.get("/openapi/v3");
      String url = index.json().at("/paths/api~1v1/serverRelativeURL").asString();
      var document = cluster.get(url);
      assertThat(document.header("Cache-Control")).contains("immutable");
      assertThat(document.json().path("openapi").asString()).startsWith("3.");
      var moved = cluster.get("/openapi/v3/api/v1?hash=old");
      assertThat(moved.status()).isEqualTo(301);
      assertThat(moved.header("Location")).isEqualTo(url);
    }

    @Test
    void versionHealthAndMetricsAreTold() throws Exception {
      assertThat(cluster.get("/version").json().path("minor").asString()).isEqualTo("34");
      assertThat(cluster.get("/readyz?verbose").body()).contains("[+]ping ok");
      assertThat(cluster.get("/livez/ping").body()).isEqualTo("ok");
      assertThat(cluster.get("/livez/nope").status()).isEqualTo(404);
      create("counted");
      assertThat(cluster.get("/metrics").body())
          .contains(
              "apiserver_request_total{code=\"201\",group=\"\",resource=\"configmaps\",verb=\"CREATE\",version=\"v1\"}");
      assertThat(cluster.get("/openid/v1/jwks").json().at("/keys/0/crv").asString())
          .isEqualTo("P-256");
      assertThat(cluster.get("/").json().path("paths").toString()).contains("/apis/apps/v1");
    }
  }

  @Nested
  final class Identities {
    @Test
    void theAnonymousMayAskForHealthOnly() throws Exception {
      assertThat(cluster.sendAnonymously("GET", "/livez", "").status()).isEqualTo(200);
      assertStatus(
          cluster.sendAnonymously("GET", "/api/v1/namespaces", ""),
          403,
          "Forbidden",
          "namespaces is forbidden: User \"system:anonymous\" cannot list resource \"namespaces\""
              + " in API group \"\" at the cluster scope");
      assertStatus(
          cluster.sendAnonymously("GET", "/api", "", "Authorization", "Bearer nonsense"),
          401,
          "Unauthorized",
          "Unauthorized");
    }

    @Test
    void othersAreWhoTheAdministratorSaysTheyAre() throws Exception {
      var review =
          cluster.send(
              "POST",
              "/apis/authentication.k8s.io/v1/selfsubjectreviews",
              "{\"kind\":\"SelfSubjectReview\",\"apiVersion\":\"authentication.k8s.io/v1\"}",
              "Impersonate-User",
              "system:serviceaccount:default:bot");
      assertThat(review.json().at("/status/userInfo/groups").toString())
          .isEqualTo(
              "[\"system:serviceaccounts\",\"system:serviceaccounts:default\",\"system:authenticated\"]");
      assertStatus(
          cluster.get("/api/v1/nodes", "Impersonate-User", "ann"),
          403,
          "Forbidden",
          "User \"ann\" cannot list resource \"nodes\"");
    }

    @Test
    void aTokenLetsItsAccountInUntilTheAccountIsGone() throws Exception {
      String accounts = "/api/v1/namespaces/default/serviceaccounts";
      cluster.send("POST", accounts, "{\"metadata\":{\"name\":\"bot\"}}");
      var issued =
          cluster.send(
              "POST",
              accounts + "/bot/token",
              "{\"kind\":\"TokenRequest\",\"apiVersion\":\"authentication.k8s.io/v1\",\"spec\":{\"expirationSeconds\":600}}");
      assertThat(issued.status()).isEqualTo(201);
      String token = "Bearer " + issued.json().at("/status/token").asString();
      assertThat(cluster.sendAnonymously("GET", "/api", "", "Authorization", token).status())
          .isEqualTo(200);
      assertStatus(
          cluster.sendAnonymously("GET", MAPS, "", "Authorization", token),
          403,
          "Forbidden",
          "User \"system:serviceaccount:default:bot\" cannot list resource \"configmaps\"");
      var tooShort =
          cluster.send("POST", accounts + "/bot/token", "{\"spec\":{\"expirationSeconds\":5}}");
      assertStatus(tooShort, 422, "Invalid", "may not specify a duration less than 10 minutes");
      cluster.send("DELETE", accounts + "/bot", "");
      assertThat(cluster.sendAnonymously("GET", "/api", "", "Authorization", token).status())
          .isEqualTo(401);
    }

    @Test
    void whoMayWhatIsAnswered() throws Exception {
      var review =
          cluster.send(
              "POST",
              "/apis/authorization.k8s.io/v1/subjectaccessreviews",
              "{\"spec\":{\"user\":\"ann\",\"resourceAttributes\":{\"verb\":\"get\",\"resource\":\"pods\"}}}");
      assertThat(review.json().at("/status/allowed").asBoolean()).isFalse();
      var neither =
          cluster.send(
              "POST",
              "/apis/authorization.k8s.io/v1/subjectaccessreviews",
              "{\"spec\":{\"user\":\"ann\"}}");
      assertStatus(neither, 422, "Invalid", "exactly one of nonResourceAttributes or");
    }
  }
}
