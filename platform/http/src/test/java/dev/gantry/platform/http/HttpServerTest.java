package dev.gantry.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.platform.errors.ConflictException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class HttpServerTest {
  @TempDir Path directory;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// Answers with what it was asked.
  private static void describe(Request request, Response response) throws IOException {
    byte[] body = request.body().readAllBytes();
    String text =
        request.method() + " " + request.path() + " " + new String(body, StandardCharsets.UTF_8);
    response.header("Content-Type", "text/plain").send(bytes(text));
  }

  @Nested
  class Responses {
    @Test
    void fixedBodyHasALength() throws Exception {
      try (var server = TestServer.unix(directory, HttpServerTest::describe);
          var client = server.connect()) {
        String head = client.request("GET", "/a?b=c").readHead();
        assertThat(head).startsWith("HTTP/1.1 200 OK\r\n").contains("\r\nContent-Length: 7");
        assertThat(head).containsPattern("\r\nDate: \\w{3}, \\d\\d \\w{3} \\d{4} [\\d:]{8} GMT");
        assertThat(client.readText(7)).isEqualTo("GET /a ");
      }
    }

    @Test
    void aHandlerThatSendsNothingAnswersWithoutBody() throws Exception {
      try (var server = TestServer.unix(directory, (_, response) -> response.status(204));
          var client = server.connect()) {
        String head = client.request("DELETE", "/").readHead();
        assertThat(head).startsWith("HTTP/1.1 204 No Content").doesNotContain("Content-Length");
        assertThat(client.request("DELETE", "/").readAnswer().status()).isEqualTo(204);
      }
    }

    @Test
    void theHeadOfAStreamIsSentAtOnceAndChunksWhenFlushed() throws Exception {
      var goOn = new CountDownLatch(1);
      Handler handler =
          (_, response) -> {
            OutputStream out = response.status(201).stream();
            goOn.await();
            out.write(bytes("one"));
            out.write(bytes("two"));
            out.flush();
            out.write(bytes("three"));
          };
      try (var server = TestServer.unix(directory, handler);
          var client = server.connect()) {
        String head = client.request("POST", "/wait").readHead();
        assertThat(head).startsWith("HTTP/1.1 201").contains("Transfer-Encoding: chunked");
        goOn.countDown();
        assertThat(client.readText(26)).isEqualTo("6\r\nonetwo\r\n5\r\nthree\r\n0\r\n\r\n");
      }
    }

    @Test
    void aStreamOfKnownLengthHasNoChunks() throws Exception {
      byte[] blob = new byte[300_000];
      try (var server =
              TestServer.unix(
                  directory, (_, response) -> response.stream(blob.length).write(blob));
          var client = server.connect()) {
        assertThat(client.request("GET", "/").readHead()).contains("Content-Length: 300000");
        assertThat(client.input().readNBytes(blob.length)).isEqualTo(blob);
      }
    }

    @Test
    void headGetsTheHeadOnly() throws Exception {
      Handler handler =
          (request, response) -> {
            switch (request.path()) {
              case "/stream" -> response.stream().write(bytes("body"));
              case "/announced" -> response.header("Content-Length", "77").send();
              default -> response.send(bytes("body"));
            }
          };
      try (var server = TestServer.unix(directory, handler);
          var client = server.connect()) {
        assertThat(client.request("HEAD", "/fixed").readHead()).contains("Content-Length: 4");
        assertThat(client.request("HEAD", "/stream").readHead()).contains("chunked");
        assertThat(client.request("HEAD", "/announced").readHead()).contains("Content-Length: 77");
        assertThat(client.request("GET", "/fixed").readAnswer().body()).isEqualTo("body");
      }
    }

    @Test
    void headersMayRepeatButNotBreakLines() throws Exception {
      Handler handler =
          (request, response) -> {
            response.header("Warning", List.of("one", "two"));
            response.header("X-Injected", request.query().first("v").orElse(""));
          };
      try (var server = TestServer.unix(directory, handler);
          var client = server.connect()) {
        assertThat(client.request("GET", "/?v=a").readAnswer().head())
            .contains("Warning: one\r\nWarning: two\r\nX-Injected: a");
        RawClient.Answer refused = client.request("GET", "/?v=a%0d%0aSet-Cookie:x").readAnswer();
        assertThat(refused.status()).isEqualTo(500);
        assertThat(refused.head()).doesNotContain("Set-Cookie");
      }
    }

    @Test
    void clientsOfHttp10GetTheBodyUpToTheEnd() throws Exception {
      try (var server =
              TestServer.unix(directory, (_, response) -> response.stream().write(bytes("all")));
          var client = server.connect()) {
        client.send("GET / HTTP/1.0\r\n\r\n");
        assertThat(client.readHead()).contains("Connection: close").doesNotContain("chunked");
        assertThat(client.readToEnd()).isEqualTo("all");
      }
    }
  }

  @Nested
  class Connections {
    @Test
    void pipelinedRequestsAreAnsweredInOrder() throws Exception {
      try (var server = TestServer.unix(directory, HttpServerTest::describe);
          var client = server.connect()) {
        var requests = new StringBuilder();
        for (int i = 0; i < 50; i++) {
          requests.append("GET /%d HTTP/1.1\r\nHost: a\r\n\r\n".formatted(i));
          requests.append(
              "POST /%d HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody".formatted(i));
        }
        client.send(requests.toString());
        client.shutdownOutput();
        for (int i = 0; i < 50; i++) {
          assertThat(client.readAnswer().body()).isEqualTo("GET /" + i + " ");
          assertThat(client.readAnswer().body()).isEqualTo("POST /" + i + " body");
        }
        assertThat(client.readToEnd()).isEmpty();
      }
    }

    @Test
    void closeIsHonoured() throws Exception {
      try (var server = TestServer.unix(directory, HttpServerTest::describe);
          var client = server.connect()) {
        client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        assertThat(client.readAnswer().head()).contains("Connection: close");
        assertThat(client.readToEnd()).isEmpty();
      }
    }

    @Test
    void anUnreadBodyEndsTheConnectionButNotTheResponse() throws Exception {
      byte[] body = new byte[5_000_000];
      try (var server =
              TestServer.unix(
                  directory, (_, response) -> response.status(409).send(bytes("no room")));
          var client = server.connect()) {
        client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5000000\r\n\r\n");
        client.send(body); // all of it: the server must take it, lest this write fail
        assertThat(client.readAnswer().body()).isEqualTo("no room");
        assertThat(client.readToEnd()).isEmpty();
      }
    }

    @Test
    void aShortUnreadBodyDoesNotEndTheConnection() throws Exception {
      try (var server = TestServer.unix(directory, (_, response) -> response.send(bytes("ok")));
          var client = server.connect()) {
        for (int i = 0; i < 3; i++) {
          client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody");
          assertThat(client.readAnswer().body()).isEqualTo("ok");
        }
      }
    }

    @Test
    void chunkedBodiesArriveWhole() throws Exception {
      try (var server = TestServer.unix(directory, HttpServerTest::describe);
          var client = server.connect()) {
        client.send("PUT /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
        client.send("A;ext=1\r\n0123456789\r\n0\r\nTrailer-Field: x\r\n\r\n");
        assertThat(client.readAnswer().body()).isEqualTo("PUT /x abc0123456789");
      }
    }

    @Test
    void permissionToSendTheBodyIsGivenWhenItIsRead() throws Exception {
      Handler handler =
          (request, response) -> {
            if (request.path().equals("/refuse")) {
              throw new ConflictException("no");
            }
            describe(request, response);
          };
      String head = " HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n";
      try (var server = TestServer.unix(directory, handler)) {
        try (var client = server.connect()) {
          client.send("PUT /x" + head);
          assertThat(client.readHead()).isEqualTo("HTTP/1.1 100 Continue");
          client.send("body");
          assertThat(client.readAnswer().body()).isEqualTo("PUT /x body");
        }
        try (var client = server.connect()) {
          client.send("PUT /refuse" + head);
          assertThat(client.readAnswer().status()).isEqualTo(409);
          assertThat(client.readToEnd()).isEmpty();
        }
      }
    }
  }

  @Nested
  class Failures {
    @Test
    void uncaughtFailuresGoToTheErrorMapper() throws Exception {
      Handler handler =
          (request, _) -> {
            switch (request.path()) {
              case "/conflict" -> throw new ConflictException("in use");
              case "/io" -> throw new IOException("disk");
              case "/error" -> throw new StackOverflowError("deep");
              default -> throw new IllegalStateException("bug");
            }
          };
      try (var server = TestServer.unix(directory, handler);
          var client = server.connect()) {
        assertThat(client.request("GET", "/conflict").readAnswer())
            .returns(409, RawClient.Answer::status)
            .returns("{\"message\":\"in use\"}", RawClient.Answer::body);
        assertThat(client.request("GET", "/io").readAnswer().status()).isEqualTo(500);
        assertThat(client.request("GET", "/error").readAnswer().body()).contains("deep");
        assertThat(client.request("GET", "/bug").readAnswer().body()).contains("bug");
      }
    }

    @Test
    void aFailureWithinAStreamCutsTheConnection() throws Exception {
      Handler handler =
          (_, response) -> {
            OutputStream out = response.stream();
            out.write(bytes("half"));
            out.flush();
            throw new IllegalStateException("too late");
          };
      try (var server = TestServer.unix(directory, handler);
          var client = server.connect()) {
        client.request("GET", "/").readHead();
        assertThat(client.readToEnd()).isEqualTo("4\r\nhalf\r\n");
      }
    }

    @Test
    void aBodyShorterThanAnnouncedCutsTheConnection() throws Exception {
      try (var server =
              TestServer.unix(
                  directory, (_, response) -> response.stream(10).write(bytes("half")));
          var client = server.connect()) {
        assertThat(client.request("GET", "/").readHead()).contains("Content-Length: 10");
        assertThat(client.readToEnd()).isEqualTo("half");
      }
    }
  }

  @Test
  void handlersAreInterruptedAndAwaitedWhenTheServerCloses() throws Exception {
    var begun = new CountDownLatch(2);
    var cleanedUp = new CountDownLatch(2);
    Handler handler =
        (request, response) -> {
          try {
            if (request.path().equals("/stream")) {
              response.stream();
            }
            begun.countDown();
            new CountDownLatch(1).await();
          } finally {
            cleanedUp.countDown();
          }
        };
    var server = TestServer.unix(directory, handler);
    try (var waiting = server.connect();
        var streaming = server.connect();
        var idle = server.connect()) {
      waiting.request("GET", "/wait");
      streaming.request("GET", "/stream").readHead();
      begun.await();
      server.close();
      assertThat(cleanedUp.getCount()).isZero();
      assertThat(waiting.readAnswer().status()).isEqualTo(503);
      assertThat(streaming.readToEnd()).doesNotContain("0\r\n");
      assertThat(idle.readToEnd()).isEmpty();
    }
  }

  @Test
  void thePeerOfAUnixSocketIsKnown() throws Exception {
    try (var server =
            TestServer.unix(
                directory,
                (request, response) -> response.send(bytes(request.peer().userId() + "")));
        var client = server.connect()) {
      String uid = client.request("GET", "/").readAnswer().body();
      assertThat(uid).matches("OptionalInt\\[\\d+\\]");
    }
  }
}
