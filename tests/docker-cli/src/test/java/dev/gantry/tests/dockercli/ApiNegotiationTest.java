package dev.gantry.tests.dockercli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Versions, paths and bodies before any of them means something.
class ApiNegotiationTest extends ApiTest {
  @Test
  void pingIntroducesTheEngine() {
    for (var path : new String[] {"/_ping", "/v1.24/_ping"}) {
      var reply = api.speaking("").get(path);
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.body()).isEqualTo("OK");
      assertThat(reply.header("Api-Version")).isEqualTo(engine.apiVersion());
      assertThat(reply.header("Ostype")).isEqualTo("linux");
      assertThat(reply.header("Docker-Experimental")).isEqualTo("false");
      assertThat(reply.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
      assertThat(reply.header("Cache-Control")).isEqualTo("no-cache, no-store, must-revalidate");
    }
    var head = api.speaking("").head("/_ping");
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.header("Api-Version")).isEqualTo(engine.apiVersion());
    assertThat(head.header("Content-Length")).isEqualTo("0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1.24", "1.30", "1.35", "1.40", "1.41"})
  void everyOlderVersionIsServed(String version) {
    assertThat(api.speaking(version).get("/version").json().get("ApiVersion").asString())
        .isEqualTo(engine.apiVersion());
    assertThat(api.speaking(version).get("/containers/json").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.43", "1.44", "1.47", "1.50"})
  void newerVersionsUpToDocker28sAreServed(String version) {
    assumeThat(engine.isModern()).isTrue();
    assertThat(api.speaking(version).get("/version").status()).isEqualTo(200);
  }

  @Test
  void tooNewIsRefused() {
    var reply = api.speaking("1.99").get("/version");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.message())
        .isEqualTo(
            "client version 1.99 is too new. Maximum supported API version is "
                + engine.apiVersion());
  }

  @Test
  void tooOldIsRefused() {
    var reply = api.speaking("1.0").get("/version");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body())
        .contains("client version 1.0 is too old. Minimum supported API version is");
    assumeThat(engine.isModern()).isTrue();
    assertThat(api.speaking("1.23").get("/version").status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/no/such/path", "/containers", "/containers/json/", "/images/x"})
  void anUnknownPathIsNotFound(String path) {
    var reply = api.get(path);
    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.message()).isEqualTo("page not found");
    assertThat(reply.header("Content-Type")).isEqualTo("application/json");
  }

  @Test
  void aWrongMethodIsNotFoundEither() {
    assertThat(api.post("/containers/json").status()).isEqualTo(404);
    assertThat(api.delete("/version").status()).isEqualTo(404);
    assertThat(api.get("/containers/create").status()).isEqualTo(404);
  }

  @Test
  void repliesSayWhoAnswers() {
    var reply = api.get("/version");
    assertThat(reply.header("Content-Type")).isEqualTo("application/json");
    assertThat(reply.header("Api-Version")).isEqualTo(engine.apiVersion());
    assertThat(reply.header("Server")).isNotEmpty();
    var server = reply.json();
    assertThat(server.get("Os").asString()).isEqualTo("linux");
    assertThat(server.get("Arch").asString()).isEqualTo("amd64");
    assertThat(server.get("Components").get(0).get("Name").asString()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{", "[]", "nonsense", "{\"Image\": 7}", "{\"Image\": \"busybox\"} trailing"})
  void malformedJsonIsRefused(String body) {
    var reply = api.post("/containers/create", body);
    // 20.10 answered with 500, and did not look behind the first value.
    assertThat(reply.status()).isIn(engine.spelling(List.of(400), List.of(500, 201)));
    assumeThat(engine.isModern()).isTrue();
    assertThat(reply.message()).isNotEmpty();
    assertThat(api.get("/containers/json?all=1").json()).isEmpty();
  }

  @Test
  void aBodyMustSayThatItIsJson() {
    var reply = api.exchange("POST", "/containers/create", IDLE, "Content-Type: text/plain");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.message()).containsIgnoringCase("must be").contains("application/json");
    var charset =
        api.exchange(
            "POST", "/containers/create", IDLE, "Content-Type: application/json; charset=utf-8");
    assertThat(charset.status()).isEqualTo(201);
  }

  @Test
  void fieldNamesHaveNoCaseAndUnknownOnesAreIgnored() {
    var body = "{\"image\": \"busybox\", \"CMD\": [\"true\"], \"NoSuchField\": {\"a\": 1}}";
    assertThat(api.post("/containers/create", body).status()).isEqualTo(201);
  }

  @Test
  void nullsAreEmpty() {
    var body =
        "{\"Image\": \"busybox\", \"Cmd\": [\"true\"], \"Env\": null, \"Labels\": null,"
            + " \"HostConfig\": {\"Binds\": null, \"PortBindings\": null, \"CapAdd\": null},"
            + " \"NetworkingConfig\": null}";
    assertThat(api.post("/containers/create", body).status()).isEqualTo(201);
  }

  @Test
  void aConnectionServesManyRequests() {
    try (var connection = api.connect()) {
      for (int i = 0; i < 3; i++) {
        connection.request("GET", "/version", "");
        assertThat(connection.reply("GET").status()).isEqualTo(200);
        connection.request("GET", "/containers/missing/json", "");
        assertThat(connection.reply("GET").status()).isEqualTo(404);
      }
    }
  }

  @Test
  void requestsMayComeInPieces() {
    try (var connection = api.connect()) {
      for (var piece : List.of("GET /version HTTP/1.1\r\nHo", "st: d", "ocker\r\n", "\r\n")) {
        connection.send(piece);
      }
      assertThat(connection.reply("GET").status()).isEqualTo(200);
      connection.send("POST /containers/create HTTP/1.1\r\n");
      connection.send("Host: docker\r\nContent-Type: application/json\r\n");
      connection.send("Transfer-Encoding: chunked\r\n\r\n");
      var body = "{\"Image\": \"busybox\", \"Cmd\": [\"true\"]}";
      connection.send("5\r\n" + body.substring(0, 5) + "\r\n");
      connection.send(
          Integer.toHexString(body.length() - 5) + "\r\n" + body.substring(5) + "\r\n0\r\n\r\n");
      assertThat(connection.reply("POST").status()).isEqualTo(201);
    }
  }

  @Test
  void swarmIsInactive() {
    assertThat(api.get("/swarm").status()).isEqualTo(503);
    assertThat(api.get("/nodes").status()).isEqualTo(503);
    assertThat(api.get("/services").message()).startsWith("This node is not a swarm manager.");
  }
}
