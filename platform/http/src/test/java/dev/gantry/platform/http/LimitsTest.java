package dev.gantry.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class LimitsTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofMillis(200);

  @TempDir Path directory;

  private static HttpServerConfig config(int connections, Duration head, Duration idle) {
    return new HttpServerConfig(1, connections, 8 << 10, head, idle, LONG);
  }

  @Test
  void longHeadsAreRefused() throws Exception {
    try (var server = TestServer.unix(directory, (_, _) -> {})) {
      try (var client = server.connect()) {
        client.send("GET /" + "x".repeat(9000) + " HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(client.readAnswer().status()).isEqualTo(414);
      }
      try (var client = server.connect()) {
        client.send("GET / HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(9000) + "\r\n\r\n");
        assertThat(client.readAnswer().status()).isEqualTo(431);
      }
    }
  }

  @Test
  void bodiesBeyondTheLimitOfTheirRouteAreRefused() throws Exception {
    Handler read = (request, response) -> response.send(request.body().readAllBytes());
    Handler routes =
        Routes.builder()
            .on("POST", "/small", read, 10)
            .on("POST", "/large", read, Routes.UNLIMITED)
            .build();
    try (var server = TestServer.unix(directory, routes)) {
      try (var client = server.connect()) {
        client.send("POST /small HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n0123456789");
        assertThat(client.readAnswer().status()).isEqualTo(200);
        client.send("POST /large HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n0123456789x");
        assertThat(client.readAnswer().status()).isEqualTo(200);
        client.send("POST /small HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n");
        assertThat(client.readAnswer().status()).isEqualTo(413);
      }
      try (var client = server.connect()) {
        client.send("POST /small HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
        client.send("b\r\n0123456789x\r\n");
        assertThat(client.readAnswer().status()).isEqualTo(413);
        assertThat(client.readToEnd()).isEmpty();
      }
    }
  }

  @Test
  void aHeadThatArrivesTooSlowlyIsRefused() throws Exception {
    try (var server = TestServer.unix(directory, config(10, SHORT, LONG), (_, _) -> {});
        var silent = server.connect();
        var slow = server.connect()) {
      slow.request("GET", "/").readHead();
      slow.send("GET / HT");
      assertThat(slow.readAnswer().status()).isEqualTo(408);
      assertThat(slow.readToEnd()).isEmpty();
      assertThat(silent.readToEnd()).isEmpty();
    }
  }

  @Test
  void anUnusedConnectionIsClosed() throws Exception {
    try (var server = TestServer.unix(directory, config(10, LONG, SHORT), (_, _) -> {});
        var client = server.connect()) {
      client.request("GET", "/").readHead();
      client.request("GET", "/").readHead();
      assertThat(client.readToEnd()).isEmpty();
    }
  }

  @Test
  void aRequestInProgressIsNotIdle() throws Exception {
    Handler slow = (request, _) -> assertThat(request.body().readAllBytes()).hasSize(2);
    try (var server = TestServer.unix(directory, config(10, SHORT, SHORT), slow);
        var busy = server.connect();
        var idle = server.connect()) {
      busy.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n1");
      idle.request("GET", "/missing");
      assertThat(idle.readToEnd()).contains("500"); // the wrong size, and then the timeout
      busy.send("2");
      assertThat(busy.readAnswer().status()).isEqualTo(200);
    }
  }

  @Test
  void connectionsBeyondTheLimitAreTurnedAway() throws Exception {
    try (var server = TestServer.unix(directory, config(2, LONG, LONG), (_, _) -> {})) {
      try (var first = server.connect();
          var second = server.connect();
          var third = server.connect()) {
        first.request("GET", "/").readHead();
        second.request("GET", "/").readHead();
        assertThat(third.readAnswer().status()).isEqualTo(503);
        assertThat(first.request("GET", "/").readAnswer().status()).isEqualTo(200);
      }
    }
  }
}
