package dev.gantry.tests.dockercli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.gantry.tests.harness.Frame;
import dev.gantry.tests.harness.HttpConnection;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// Attach, wait, exec, logs, stats and events as bytes on the wire.
class ApiStreamTest extends ApiTest {
  private static final String RAW = "application/vnd.docker.raw-stream";
  private static final String FRAMES = "application/vnd.docker.multiplexed-stream";
  private static final String ALL = "stream=1&stdin=1&stdout=1&stderr=1";
  private static final String WITH_INPUT = "\"OpenStdin\": true, \"StdinOnce\": true";

  @Test
  void attachBecomesAStreamBeforeTheContainerStarts() {
    api.create("echo", container("cat; echo bye >&2", WITH_INPUT));
    try (var stream = api.connect()) {
      stream.request(
          "POST",
          "/containers/echo/attach?" + ALL,
          "",
          "Connection: Upgrade",
          "Upgrade: tcp",
          "Content-Type: text/plain");
      var head = stream.head();
      assertThat(head.status()).isEqualTo(101);
      assertThat(head.header("Content-Type")).isEqualTo(engine.spelling(FRAMES, RAW));
      assertThat(head.header("Connection")).isEqualToIgnoringCase("Upgrade");
      assertThat(head.header("Upgrade")).isEqualTo("tcp");
      stream.send("before ");
      api.post("/containers/echo/start");
      stream.send("after\n");
      stream.endOutput();
      assertThat(stdout(stream, "before after\n".length())).isEqualTo("before after\n");
      assertThat(stream.frame()).isEqualTo(new Frame(2, "bye\n"));
      assertThat(stream.rest()).isEmpty();
    }
  }

  /// Reads frames of standard output until they hold `length` characters.
  private static String stdout(HttpConnection stream, int length) {
    var text = new StringBuilder();
    while (text.length() < length) {
      var frame = stream.frame();
      assertThat(frame.stream()).isEqualTo(1);
      text.append(frame.text());
    }
    return text.toString();
  }

  @Test
  void bytesRightBehindTheRequestAreInput() {
    // dockerd loses what it read together with the request.
    assumeThat(engine.isModern()).isTrue();
    api.create("echo", container("cat", WITH_INPUT));
    api.post("/containers/echo/start");
    try (var stream = api.connect()) {
      stream.send(
          "POST /v1.41/containers/echo/attach?"
              + ALL
              + " HTTP/1.1\r\nHost: docker\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n"
              + "Content-Length: 0\r\n\r\nearly bird\n");
      assertThat(stream.head().status()).isEqualTo(101);
      assertThat(stream.frame()).isEqualTo(new Frame(1, "early bird\n"));
    }
  }

  @Test
  void withoutAnUpgradeTheStreamFollowsAnOrdinaryReply() {
    api.create("echo", container("cat", WITH_INPUT));
    api.post("/containers/echo/start");
    try (var stream = api.connect()) {
      stream.send(
          "POST /v1.41/containers/echo/attach?" + ALL + " HTTP/1.1\r\nHost: docker\r\n\r\n");
      var head = stream.head();
      assertThat(head.status()).isEqualTo(200);
      assertThat(head.header("Content-Type")).startsWith("application/vnd.docker.");
      assertThat(head.header("Content-Length")).isEmpty();
      stream.send("old client\n");
      assertThat(stream.frame()).isEqualTo(new Frame(1, "old client\n"));
      stream.endOutput();
      assertThat(stream.rest()).isEmpty();
    }
  }

  @Test
  void aTerminalIsNotFramed() {
    api.create("tty", container("read x; echo got $x", "\"Tty\": true, " + WITH_INPUT));
    try (var stream = api.upgrade("/containers/tty/attach?" + ALL, "")) {
      api.post("/containers/tty/start");
      stream.send("hello\r");
      assertThat(stream.until("got hello\r\n")).contains("hello\r\n");
    }
  }

  @Test
  void everyAttachedClientSeesEverything() {
    api.create("talks", container("read x; seq 1 1000", WITH_INPUT));
    try (var one = api.upgrade("/containers/talks/attach?stream=1&stdout=1", "");
        var two = api.upgrade("/containers/talks/attach?" + ALL, "")) {
      api.post("/containers/talks/start");
      one.endOutput();
      two.send("go\n");
      var expected = numbers(1, 1000);
      assertThat(stdout(one, expected.length())).isEqualTo(expected);
      assertThat(stdout(two, expected.length())).isEqualTo(expected);
      assertThat(one.rest()).isEmpty();
    }
  }

  private static String numbers(int from, int to) {
    var text = new StringBuilder();
    for (int i = from; i <= to; i++) {
      text.append(i).append('\n');
    }
    return text.toString();
  }

  @Test
  void attachReplaysTheLogWithoutAGap() {
    api.create("talks", container("seq 1 500; read x; seq 501 1000", WITH_INPUT));
    api.post("/containers/talks/start");
    try (var logs = api.connect()) {
      logs.request("GET", "/containers/talks/logs?stdout=1&follow=1", "");
      logs.head();
      logs.until("500\n");
    }
    try (var stream = api.upgrade("/containers/talks/attach?logs=1&" + ALL, "")) {
      stream.send("go\n");
      var expected = numbers(1, 1000);
      assertThat(stdout(stream, expected.length())).isEqualTo(expected);
    }
  }

  @Test
  void detachKeysEndTheStreamAndAreSwallowed() {
    start("tty", container("stty -echo; echo ready; cat", "\"Tty\": true, " + WITH_INPUT));
    try (var stream = api.upgrade("/containers/tty/attach?logs=1&" + ALL, "")) {
      stream.until("ready");
      stream.send("a\u0010b\n");
      stream.until("a\u0010b");
      stream.send("\u0010\u0011");
      stream.rest();
    }
    assertThat(api.get("/containers/tty/json").json().at("/State/Running").asBoolean()).isTrue();
    try (var stream = api.upgrade("/containers/tty/attach?detachKeys=ctrl-a,x&" + ALL, "")) {
      stream.send("\u0001x");
      stream.rest();
    }
    assertThat(api.get("/containers/tty/json").json().at("/State/Running").asBoolean()).isTrue();
  }

  @Test
  void waitSendsItsHeadersAtOnce() {
    start("gate", container("until test -e /open; do sleep 0.02; done; exit 5"));
    try (var wait = api.connect()) {
      wait.request("POST", "/containers/gate/wait?condition=next-exit", "");
      var head = wait.head();
      assertThat(head.status()).isEqualTo(200);
      assertThat(head.header("Content-Type")).isEqualTo("application/json");
      var id = exec("gate", "{\"Cmd\": [\"touch\", \"/open\"]}");
      api.post("/exec/" + id + "/start", "{\"Detach\": true}");
      assertThat(new String(wait.chunk(), StandardCharsets.UTF_8)).contains("\"StatusCode\":5");
    }
  }

  @Test
  void waitHasThreeConditions() {
    start("done", container("exit 6"));
    assertThat(
            api.post("/containers/done/wait?condition=not-running")
                .json()
                .get("StatusCode")
                .asInt())
        .isEqualTo(6);
    assertThat(api.post("/containers/done/wait").json().get("StatusCode").asInt()).isEqualTo(6);
    try (var next = api.connect();
        var removed = api.connect()) {
      next.request("POST", "/containers/done/wait?condition=next-exit", "");
      removed.request("POST", "/containers/done/wait?condition=removed", "");
      assertThat(next.head().status()).isEqualTo(200);
      assertThat(removed.head().status()).isEqualTo(200);
      api.post("/containers/done/start");
      assertThat(new String(next.chunk(), StandardCharsets.UTF_8)).contains("\"StatusCode\":6");
      api.delete("/containers/done?force=1");
      assertThat(new String(removed.chunk(), StandardCharsets.UTF_8)).contains("\"StatusCode\":6");
    }
  }

  @Test
  void anUnknownConditionIsRefused() {
    assumeThat(engine.isModern()).isTrue();
    api.create("new", container("true"));
    var reply = api.post("/containers/new/wait?condition=sometime");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.message()).contains("invalid condition: \"sometime\"");
  }

  @Test
  void aFailedStartReleasesThoseWhoWaitForTheRemoval() {
    api.create(
        "broken",
        "{\"Image\": \"busybox\", \"Cmd\": [\"nope\"], \"HostConfig\": {\"AutoRemove\": true}}");
    try (var removed = api.connect()) {
      removed.request("POST", "/containers/broken/wait?condition=removed", "");
      assertThat(removed.head().status()).isEqualTo(200);
      assertThat(api.post("/containers/broken/start").status()).isGreaterThanOrEqualTo(400);
      assertThat(removed.chunk()).isNotEmpty();
    }
    assertThat(api.get("/containers/json?all=1").json()).isEmpty();
  }

  @Test
  void execStreamsBothWaysAndHasItsExitCodeBeforeTheStreamEnds() {
    start("idle", IDLE);
    var id =
        exec(
            "idle",
            "{\"Cmd\": [\"sh\", \"-c\", \"cat; echo E >&2; exit 42\"], \"AttachStdin\": true,"
                + " \"AttachStdout\": true, \"AttachStderr\": true}");
    var before = api.get("/exec/" + id + "/json").json();
    assertThat(before.get("Running").asBoolean()).isFalse();
    assertThat(before.get("ExitCode").isNull()).isTrue();
    try (var stream =
        api.upgrade("/exec/" + id + "/start", "{\"Detach\": false, \"Tty\": false}")) {
      stream.send("a\nb\n");
      stream.endOutput();
      assertThat(stdout(stream, 4)).isEqualTo("a\nb\n");
      assertThat(stream.frame()).isEqualTo(new Frame(2, "E\n"));
      assertThat(stream.rest()).isEmpty();
    }
    var after = api.get("/exec/" + id + "/json").json();
    assertThat(after.get("Running").asBoolean()).isFalse();
    assertThat(after.get("ExitCode").asInt()).isEqualTo(42);
    assertThat(after.at("/ProcessConfig/entrypoint").asString()).isEqualTo("sh");
    assertThat(after.get("ContainerID").asString()).hasSize(64);
  }

  @Test
  void anExecRunsOnlyOnce() {
    start("idle", IDLE);
    var id = exec("idle", "{\"Cmd\": [\"true\"]}");
    try (var stream = api.upgrade("/exec/" + id + "/start", "{}")) {
      stream.rest();
    }
    var again = api.post("/exec/" + id + "/start", "{\"Detach\": true}");
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.message()).containsPattern("has already run|is already running");
  }

  @Test
  void anExecNeedsACommand() {
    start("idle", IDLE);
    var reply = api.post("/containers/idle/exec", "{\"Cmd\": []}");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.message()).containsIgnoringCase("no exec command specified");
  }

  @Test
  void aDetachedExecReportsThatItCouldNotStart() {
    start("idle", IDLE);
    var id = exec("idle", "{\"Cmd\": [\"no-such-program\"]}");
    var reply = api.post("/exec/" + id + "/start", "{\"Detach\": true}");
    assertThat(reply.status()).isGreaterThanOrEqualTo(400);
    assertThat(reply.message()).contains("executable file not found in $PATH");
  }

  @Test
  void logsSayHowTheyAreFramed() {
    api.create("said", container("echo out; echo err >&2"));
    api.post("/containers/said/start");
    api.post("/containers/said/wait");
    try (var logs = api.connect()) {
      logs.request("GET", "/containers/said/logs?stdout=1&stderr=1", "");
      var head = logs.head();
      assertThat(head.status()).isEqualTo(200);
      assertThat(head.header("Content-Type")).isEqualTo(engine.spelling(FRAMES, ""));
    }
    var onlyErrors = api.get("/containers/said/logs?stderr=1").body();
    assertThat(onlyErrors).endsWith("err\n").hasSize(8 + 4);
    assertThat(onlyErrors.charAt(0)).isEqualTo('\u0002');
  }

  @Test
  void followedLogsSendTheirHeadersBeforeAnythingIsSaid() {
    start("idle", IDLE);
    assumeThat(engine.isModern()).isTrue();
    try (var logs = api.connect()) {
      logs.request("GET", "/containers/idle/logs?stdout=1&follow=1", "");
      assertThat(logs.head().status()).isEqualTo(200);
    }
  }

  @Test
  void statsComeOnceOrAsAStream() {
    start("idle", IDLE);
    var once = api.get("/containers/idle/stats?stream=0").json();
    assertThat(once.get("name").asString()).isEqualTo("/idle");
    assertThat(once.at("/cpu_stats/cpu_usage/total_usage").asLong()).isPositive();
    assertThat(once.at("/precpu_stats/system_cpu_usage").asLong()).isPositive();
    assertThat(once.at("/memory_stats/usage").asLong()).isPositive();
    assertThat(once.at("/memory_stats/limit").asLong()).isPositive();
    assertThat(once.at("/pids_stats/current").asInt()).isEqualTo(2);
    assertThat(once.at("/networks/eth0").isObject()).isTrue();
    var oneShot = api.get("/containers/idle/stats?stream=0&one-shot=1").json();
    assertThat(oneShot.at("/cpu_stats/cpu_usage/total_usage").asLong()).isPositive();
    assertThat(oneShot.at("/precpu_stats/cpu_usage/total_usage").asLong()).isZero();
    assertThat(api.get("/containers/idle/stats?stream=1&one-shot=1").status()).isEqualTo(400);
    try (var stream = api.connect()) {
      stream.request("GET", "/containers/idle/stats?stream=1", "");
      assertThat(stream.head().status()).isEqualTo(200);
      assertThat(stream.bodyLine()).contains("\"preread\":\"0001-01-01T00:00:00Z\"");
      assertThat(stream.bodyLine()).contains("\"name\":\"/idle\"");
    }
  }

  @Test
  void statsOfAStoppedContainerAreZero() {
    api.create("still", IDLE);
    var stats = api.get("/containers/still/stats?stream=0").json();
    assertThat(stats.at("/cpu_stats/cpu_usage/total_usage").asLong()).isZero();
    assertThat(stats.get("name").asString()).isEqualTo("/still");
  }

  @Test
  void aClientThatStopsReadingHoldsNobodyUp() {
    api.create(
        "loud",
        container("yes 0123456789012345678901234567890123456789 | head -n 200000; echo end"));
    try (var stuck = api.upgrade("/containers/loud/attach?stream=1&stdout=1", "")) {
      assertThat(stuck).isNotNull();
      api.post("/containers/loud/start");
      // dockerd lets the slowest client decide; Gantry must not.
      assumeThat(engine.isModern()).isTrue();
      assertThat(api.post("/containers/loud/wait").json().get("StatusCode").asInt()).isZero();
    }
    assertThat(api.get("/containers/loud/logs?stdout=1&tail=1").body()).endsWith("end\n");
  }

  @Test
  void aClientThatGoesAwayIsForgotten() {
    start("idle", container("echo hello; sleep 1000"));
    for (int i = 0; i < 20; i++) {
      try (var logs = api.connect()) {
        logs.request("GET", "/containers/idle/logs?stdout=1&follow=1", "");
        logs.until("hello");
      }
      try (var events = api.connect()) {
        events.request("GET", "/events", "");
        events.head();
      }
    }
    assertThat(api.get("/containers/idle/json").status()).isEqualTo(200);
  }

  @Test
  void eventsSendTheirHeadersAtOnceAndOneObjectALine() {
    try (var events = api.connect()) {
      events.request("GET", "/events?filters=%7B%22type%22%3A%5B%22container%22%5D%7D", "");
      assertThat(events.head().header("Content-Type")).isEqualTo("application/json");
      var id = api.create("seen", IDLE);
      assertThat(events.bodyLine())
          .contains("\"status\":\"create\"", "\"id\":\"" + id + "\"", "\"from\":\"busybox\"")
          .contains("\"Type\":\"container\"", "\"Action\":\"create\"", "\"scope\":\"local\"")
          .contains("\"Actor\":{\"ID\":\"" + id + "\"", "\"name\":\"seen\"", "\"timeNano\":");
    }
  }

  @Test
  void importOfNoArchiveIsAnError() {
    var body = "x".repeat(1024);
    var bad =
        api.exchange(
            "POST", "/images/create?fromSrc=-&repo=bad:1", body, "Content-Type: text/plain");
    assertThat(bad.status()).isGreaterThanOrEqualTo(400);
    assertThat(api.get("/images/bad:1/json").status()).isEqualTo(404);
  }
}
