package dev.gantry.tests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.tests.harness.HttpConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Clients that ask for a stream and stop reading it: containers do not wait for them, and the
/// daemon does not keep for them what they do not take.
@Timeout(900)
class StalledReaderTest extends FaultTest {
  /// What all readers together may cost; the output that they do not read is several times that.
  private static final long ALLOWANCE_KIB = 100 * 1024;

  private static final int MEGABYTES = Chance.times(64, 1000);

  private final List<HttpConnection> stalled = new ArrayList<>();

  @AfterEach
  void hangUp() {
    stalled.forEach(HttpConnection::close);
  }

  private void ask(String method, String path, String body) {
    var connection = api.connect();
    stalled.add(connection);
    connection.request(method, path, body, "Content-Type: application/json");
  }

  private long residentKib() throws IOException {
    return Files.readAllLines(Path.of("/proc/" + engine.pid() + "/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void attachedClientsAndFollowersOfLogsHoldNothingUp() throws IOException {
    var id =
        api.create(
            "floods",
            """
            {"Image": "busybox", "Cmd": ["sh", "-c", "yes %s | head -c %d"],
             "HostConfig": {"CgroupParent": "%s"}}"""
                .formatted("y".repeat(200), MEGABYTES * 1_000_000L, engine.cgroupParent()));
    for (int i = 0; i < 4; i++) {
      stalled.add(api.upgrade("/containers/" + id + "/attach?stream=1&stdout=1&stderr=1", ""));
    }
    var before = residentKib();
    assertThat(api.post("/containers/" + id + "/start").status()).isEqualTo(204);
    for (int i = 0; i < 4; i++) {
      ask("GET", "/containers/" + id + "/logs?follow=1&stdout=1", "");
    }
    assertThat(api.post("/containers/" + id + "/wait").json().get("StatusCode").asInt()).isZero();
    assertThat(residentKib() - before).isLessThan(ALLOWANCE_KIB);
  }

  @Test
  void aStalledExecDisturbsNothingElse() throws IOException {
    var id = run(IDLE);
    var before = residentKib();
    for (int i = 0; i < 4; i++) {
      var exec =
          api.post(
              "/containers/" + id + "/exec",
              """
              {"AttachStdout": true, "Cmd": ["sh", "-c", "yes | head -c %d"]}"""
                  .formatted(MEGABYTES * 1_000_000L));
      ask("POST", "/exec/" + exec.json().get("Id").asString() + "/start", "{\"Detach\": false}");
    }
    for (int i = 0; i < 10; i++) {
      assertThat(docker.run("exec", id, "echo", "quick").text()).isEqualTo("quick");
    }
    assertThat(residentKib() - before).isLessThan(ALLOWANCE_KIB);
    docker.run("stop", id);
    assertThat(exitCode(id)).isZero();
  }

  @Test
  void aStalledReaderOfEventsDelaysNoEvent() throws IOException {
    var id = run(IDLE);
    var before = residentKib();
    for (int i = 0; i < 4; i++) {
      ask("GET", "/events", "");
    }
    try (var events = docker.start("events", "--filter", "event=rename")) {
      // More than fits into the buffers of a socket.
      for (int i = 0; i < Chance.times(1000, 20_000); i++) {
        assertThat(api.post("/containers/" + id + "/rename?name=name-" + i).status())
            .isEqualTo(204);
      }
      events.stdout().await("name=name-" + (Chance.times(1000, 20_000) - 1));
    }
    assertThat(residentKib() - before).isLessThan(ALLOWANCE_KIB);
  }
}
