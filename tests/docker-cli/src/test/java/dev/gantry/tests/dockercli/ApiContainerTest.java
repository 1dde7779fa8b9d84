package dev.gantry.tests.dockercli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.tests.harness.Reply;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/// Status codes and bodies of the container verbs.
class ApiContainerTest extends ApiTest {
  /// A request, the status Docker 28 answers with, and what its message says. `idle` runs, `still`
  /// has not been started, `ice` is paused.
  private static final String ANSWERS =
      """
      GET /containers/missing/json              => 404 => No such container: missing
      POST /containers/missing/start            => 404 => No such container: missing
      POST /containers/missing/stop             => 404 => No such container: missing
      POST /containers/missing/attach?stream=1  => 404 => No such container: missing
      POST /containers/missing/wait             => 404 => No such container: missing
      POST /containers/missing/exec             => 404 => No such container: missing
      GET /containers/missing/logs?stdout=1     => 404 => No such container: missing
      GET /containers/missing/stats             => 404 => No such container: missing
      DELETE /containers/missing                => 404 => No such container: missing
      POST /containers/idle/start               => 304 =>
      POST /containers/still/stop               => 304 =>
      POST /containers/still/kill               => 409 => is not running
      DELETE /containers/idle                   => 409 => running
      POST /containers/still/pause              => 409 => is not running
      POST /containers/ice/pause                => 409 => is already paused
      POST /containers/still/resize?h=1&w=1     => 409 => is not running
      POST /containers/idle/resize?h=a&w=1      => 400 =>
      POST /containers/idle/kill?signal=NOPE    => 400 => nvalid signal: NOPE
      POST /containers/idle/rename?name=still   => 409 => is already in use
      POST /containers/idle/rename?name=idle    => 400 =>
      POST /containers/idle/rename              => 400 =>
      GET /containers/still/top                 => 409 => is not running
      GET /containers/idle/logs                 => 400 => you must choose at least one stream
      POST /containers/ice/attach?stream=1&stdout=1 => 409 => paused
      GET /containers/json?filters=nonsense     => 400 =>
      POST /exec/missing/start                  => 404 => No such exec instance: missing
      GET /exec/missing/json                    => 404 => No such exec instance: missing
      POST /exec/missing/resize?h=1&w=1         => 404 => No such exec instance: missing
      GET /images/missing/json                  => 404 => No such image: missing
      DELETE /images/missing                    => 404 => No such image: missing
      GET /networks/missing                     => 404 => network missing not found
      DELETE /networks/bridge                   => 403 => bridge is a pre-defined network
      GET /volumes/missing                      => 404 => missing
      """;

  /// What 20.10 answered otherwise.
  private static final Map<String, Integer> OLD =
      Map.of(
          "GET /containers/json?filters=nonsense", 500,
          "POST /containers/idle/rename?name=idle", 400,
          "POST /containers/still/pause", 409);

  @Test
  void everyRefusalHasItsStatus() {
    start("idle", IDLE);
    start("ice", IDLE);
    api.create("still", IDLE);
    api.post("/containers/ice/pause");
    SoftAssertions.assertSoftly(
        softly ->
            Table.of(ANSWERS)
                .forEach(
                    row -> {
                      var reply = send(row.get(0));
                      var status = Integer.valueOf(row.get(1));
                      softly
                          .assertThat(reply.status())
                          .as(row.get(0))
                          .isEqualTo(engine.spelling(status, OLD.getOrDefault(row.get(0), status)));
                      softly.assertThat(reply.body()).as(row.get(0)).contains(row.get(2));
                      if (reply.status() >= 400 && engine.isModern()) {
                        softly.assertThat(reply.message()).as(row.get(0)).isNotEmpty();
                      }
                    }));
  }

  private Reply send(String request) {
    var space = request.indexOf(' ');
    var path = request.substring(space + 1);
    return switch (request.substring(0, space)) {
      case "GET" -> api.get(path);
      case "DELETE" -> api.delete(path);
      default -> path.contains("/exec") ? api.post(path, "{\"Cmd\": [\"true\"]}") : api.post(path);
    };
  }

  @Test
  void createRefusesWhatItCannotDo() {
    assertThat(refusal("{\"Image\": \"missing:1\", \"Cmd\": [\"x\"]}", 404))
        .isEqualTo("No such image: missing:1");
    assertThat(refusal("{\"Image\": \"busybox\", \"Cmd\": [], \"Entrypoint\": [\"\"]}", 400))
        .containsIgnoringCase("no command specified");
    assertThat(refusal("{}", engine.spelling(400, 400))).isNotEmpty();
    assertThat(refusal(container("x", "\"HostConfig\": {\"Memory\": 100}"), 400))
        .contains("Minimum memory limit allowed is 6MB");
    assertThat(
            refusal(container("x", "\"HostConfig\": {\"RestartPolicy\": {\"Name\": \"x\"}}"), 400))
        .contains("invalid restart policy");
    assertThat(
            refusal(
                container(
                    "x",
                    "\"HostConfig\": {\"AutoRemove\": true, \"RestartPolicy\": {\"Name\": \"always\"}}"),
                400))
        .containsIgnoringCase("can't create 'AutoRemove' container with restart policy");
    assertThat(
            refusal(
                container("x", "\"HostConfig\": {\"Binds\": [\"/a:relative\"]}"),
                engine.spelling(400, 500)))
        .contains("relative");
    assertThat(refusal(container("x", "\"WorkingDir\": \"relative\""), 400))
        .contains("needs to be an absolute path");
    assertThat(api.get("/containers/json?all=1").json()).isEmpty();
  }

  private String refusal(String body, int status) {
    var reply = api.post("/containers/create", body);
    assertThat(reply.status()).as(body).isEqualTo(status);
    return reply.message();
  }

  @Test
  void aNameCanBeTakenOnce() {
    var id = api.create("taken", IDLE);
    var reply = api.post("/containers/create?name=taken", IDLE);
    assertThat(reply.status()).isEqualTo(409);
    assertThat(reply.message())
        .isEqualTo(
            "Conflict. The container name \"/taken\" is already in use by container \""
                + id
                + "\". You have to remove (or rename) that container to be able to reuse that name.");
    assertThat(api.post("/containers/create?name=b@d", IDLE).status()).isEqualTo(400);
  }

  @Test
  void concurrentCreatesOfOneNameHaveOneWinner() throws InterruptedException {
    var statuses = new ConcurrentLinkedQueue<Integer>();
    var threads = new Thread[8];
    for (int i = 0; i < threads.length; i++) {
      threads[i] =
          Thread.ofVirtual()
              .start(() -> statuses.add(api.post("/containers/create?name=race", IDLE).status()));
    }
    for (var thread : threads) {
      thread.join();
    }
    assertThat(statuses).containsOnlyOnce(201);
    assertThat(statuses.stream().filter(status -> status == 409)).hasSize(7);
    assertThat(api.get("/containers/json?all=1").json()).hasSize(1);
  }

  @Test
  void listAcceptsBothFormsOfFilters() {
    api.create("one", IDLE);
    api.create("two", IDLE);
    for (var filters : new String[] {"{\"name\":{\"one\":true}}", "{\"name\":[\"one\"]}"}) {
      var list = api.get("/containers/json?all=1&filters=" + encode(filters)).json();
      assertThat(list).hasSize(1);
      assertThat(list.get(0).get("Names").get(0).asString()).isEqualTo("/one");
    }
    var unknown = api.get("/containers/json?filters=" + encode("{\"foo\":[\"x\"]}"));
    assertThat(unknown.status()).isEqualTo(400);
    assertThat(unknown.message().replace('"', '\'')).containsIgnoringCase("invalid filter 'foo'");
    assertThat(api.get("/containers/json?limit=1").json()).hasSize(1);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Test
  void theListHasEverythingPsShows() {
    start(
        "web",
        container(
            "sleep 1000",
            "\"Labels\": {\"a\": \"1\"}",
            "\"HostConfig\": {\"PortBindings\": {\"80/tcp\": [{\"HostIp\": \"127.0.0.1\", \"HostPort\": \"8080\"}]}}",
            "\"ExposedPorts\": {\"80/tcp\": {}, \"90/udp\": {}}"));
    var web = api.get("/containers/json").json().get(0);
    assertThat(web.get("Image").asString()).isEqualTo("busybox");
    assertThat(web.get("ImageID").asString()).startsWith("sha256:");
    assertThat(web.get("Command").asString()).isEqualTo("sh -c 'sleep 1000'");
    assertThat(web.get("State").asString()).isEqualTo("running");
    assertThat(web.get("Status").asString()).startsWith("Up ");
    assertThat(web.get("Labels").get("a").asString()).isEqualTo("1");
    assertThat(web.get("Created").isIntegralNumber()).isTrue();
    assertThat(web.get("HostConfig").get("NetworkMode").asString()).isIn("default", "bridge");
    assertThat(web.at("/NetworkSettings/Networks/bridge/IPAddress").asString())
        .startsWith("172.30.0.");
    assertThat(web.get("Mounts")).isEmpty();
    assertThat(web.get("Ports").valueStream().map(Object::toString))
        .anyMatch(
            port -> port.contains("\"PublicPort\":8080") && port.contains("\"PrivatePort\":80"))
        .anyMatch(port -> port.contains("\"PrivatePort\":90") && !port.contains("PublicPort"));
  }

  @Test
  void deleteTakesForceAndVolumes() {
    start("idle", IDLE);
    assertThat(api.delete("/containers/idle?force=true&v=true").status()).isEqualTo(204);
    assertThat(api.get("/containers/idle/json").status()).isEqualTo(404);
  }

  @Test
  void pruneSaysWhatItDeleted() {
    var id = api.create("done", IDLE);
    var reply = api.post("/containers/prune");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().get("ContainersDeleted").get(0).asString()).isEqualTo(id);
    assertThat(reply.json().get("SpaceReclaimed").isIntegralNumber()).isTrue();
  }

  @Test
  void aStartThatFailsIsARealError() {
    api.create("broken", "{\"Image\": \"busybox\", \"Cmd\": [\"no-such-program\"]}");
    var reply = api.post("/containers/broken/start");
    assertThat(reply.status()).isIn(400, 404);
    assertThat(reply.message())
        .contains("exec: \"no-such-program\": executable file not found in $PATH");
  }
}
