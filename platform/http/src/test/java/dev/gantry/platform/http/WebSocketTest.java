package dev.gantry.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WebSocketTest {
  private static final int LIMIT = 1 << 20;

  private static final String HANDSHAKE =
      String.join(
          "\r\n",
          "GET / HTTP/1.1",
          "Host: a",
          "Connection: keep-alive, Upgrade",
          "Upgrade: WebSocket",
          "Sec-WebSocket-Version: 13",
          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
          "",
          "");

  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    client.shutdownNow();
  }

  private static void echo(Request request, Response response) throws IOException {
    var protocol = WebSocket.offeredProtocols(request).stream().filter("two"::equals).findFirst();
    try (WebSocket socket = WebSocket.accept(request, response, protocol, LIMIT)) {
      for (var m = socket.receive(); m.isPresent(); m = socket.receive()) {
        socket.send(m.get());
      }
    }
  }

  private static java.net.http.WebSocket connect(
      HttpClient client, String uri, WebSocketListener listener, String... protocols) {
    var builder = client.newWebSocketBuilder();
    if (protocols.length > 0) {
      builder.subprotocols(protocols[0], Arrays.copyOfRange(protocols, 1, protocols.length));
    }
    return builder.buildAsync(URI.create(uri), listener).join();
  }

  @Test
  void messagesOfAllSizesComeBack() throws Exception {
    try (var server = TestServer.tcp(TestServer.CONFIG, WebSocketTest::echo)) {
      var listener = new WebSocketListener();
      var socket = connect(client, "ws://localhost:" + server.port(), listener, "one", "two");
      assertThat(socket.getSubprotocol()).isEqualTo("two");
      for (int size : new int[] {0, 1, 125, 126, 65535, 65536, LIMIT}) {
        byte[] data = new byte[size];
        new Random(size).nextBytes(data);
        socket.sendBinary(ByteBuffer.wrap(data), true).join();
        assertThat(listener.messages.take()).isEqualTo(data);
      }
      socket.sendText("grüße", true).join();
      assertThat(listener.texts.take()).isEqualTo("grüße");
      socket.sendClose(1000, "bye").join();
      assertThat(listener.closed.get()).isEqualTo(1000);
    }
  }

  @Test
  void overTlsToo() throws Exception {
    var certificates = new TestCertificates();
    try (var server = TestServer.tls(certificates.server(), WebSocketTest::echo)) {
      HttpClient trusting =
          HttpClient.newBuilder().sslContext(certificates.clientContext()).build();
      var listener = new WebSocketListener();
      var socket = connect(trusting, "wss://localhost:" + server.port(), listener);
      assertThat(socket.getSubprotocol()).isEmpty();
      socket.sendBinary(ByteBuffer.wrap(new byte[] {1, 2}), true).join();
      assertThat(listener.messages.take()).containsExactly(1, 2);
      trusting.shutdownNow();
    }
  }

  @Test
  void piecesOfAMessageArePutTogetherAroundPings() throws Exception {
    try (var server = TestServer.tcp(TestServer.CONFIG, WebSocketTest::echo)) {
      var listener = new WebSocketListener();
      var socket = connect(client, "ws://localhost:" + server.port(), listener);
      socket.sendText("a", false).join();
      socket.sendPing(ByteBuffer.wrap(new byte[] {7})).join();
      socket.sendText("b", false).join();
      socket.sendText("c", true).join();
      assertThat(listener.pongs.take()).containsExactly(7);
      assertThat(listener.texts.take()).isEqualTo("abc");
    }
  }

  @Test
  void tooLongMessagesEndTheConnection() throws Exception {
    try (var server = TestServer.tcp(TestServer.CONFIG, WebSocketTest::echo)) {
      var listener = new WebSocketListener();
      var socket = connect(client, "ws://localhost:" + server.port(), listener);
      socket.sendBinary(ByteBuffer.wrap(new byte[LIMIT]), false).join();
      var _ = socket.sendBinary(ByteBuffer.wrap(new byte[1]), true);
      assertThat(listener.closed.get()).isEqualTo(WebSocket.TOO_BIG);
    }
  }

  @Test
  void framesWithoutMaskAndTextThatIsNoneAreRefused() throws Exception {
    try (var server = TestServer.tcp(TestServer.CONFIG, WebSocketTest::echo)) {
      assertThat(answerTo(server, 0x82, 0x01, 'x')).isEqualTo(WebSocket.PROTOCOL_ERROR);
      assertThat(answerTo(server, 0x81, 0x81, 0, 0, 0, 0, 0xff)).isEqualTo(WebSocket.INVALID_DATA);
      assertThat(answerTo(server, 0x83, 0x80, 0, 0, 0, 0)).isEqualTo(WebSocket.PROTOCOL_ERROR);
      assertThat(answerTo(server, 0x80, 0x80, 0, 0, 0, 0)).isEqualTo(WebSocket.PROTOCOL_ERROR);
      assertThat(answerTo(server, 0x89, 0xfe, 0, 126)).isEqualTo(WebSocket.PROTOCOL_ERROR);
    }
  }

  /// Sends a frame and returns the code of the closing frame that answers.
  private static int answerTo(TestServer server, int... frame) throws IOException {
    try (var client = handshake(server)) {
      byte[] bytes = new byte[frame.length];
      for (int i = 0; i < frame.length; i++) {
        bytes[i] = (byte) frame[i];
      }
      client.send(bytes);
      byte[] answer = client.input().readNBytes(4);
      assertThat(answer[0] & 0xff).isEqualTo(0x88);
      return ((answer[2] & 0xff) << 8) | (answer[3] & 0xff);
    }
  }

  private static RawClient handshake(TestServer server) throws IOException {
    RawClient client = server.connect();
    client.send(HANDSHAKE);
    assertThat(client.readHead())
        .startsWith("HTTP/1.1 101 ")
        .contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    return client;
  }

  @Test
  void otherRequestsAreRefused() throws Exception {
    try (var server = TestServer.tcp(TestServer.CONFIG, WebSocketTest::echo);
        var client = server.connect()) {
      client.request("GET", "/");
      assertThat(client.readAnswer().status()).isEqualTo(400);
    }
  }

  @Test
  void refusalsOfAHandlerReachTheClient() throws Exception {
    Handler refusing =
        (_, _) -> {
          throw new HttpException(403, "no");
        };
    try (var server = TestServer.tcp(TestServer.CONFIG, refusing)) {
      assertThatThrownBy(
              () -> connect(client, "ws://localhost:" + server.port(), new WebSocketListener()))
          .isInstanceOf(CompletionException.class)
          .cause()
          .isInstanceOfSatisfying(
              WebSocketHandshakeException.class,
              e -> assertThat(e.getResponse().statusCode()).isEqualTo(403));
    }
  }

  @Test
  void aClientThatLeavesWithoutAWordIsAnError() throws Exception {
    var failure = new CompletableFuture<Throwable>();
    Handler handler =
        (request, response) -> {
          try (WebSocket socket = WebSocket.accept(request, response, Optional.empty(), LIMIT)) {
            var _ = socket.receive();
            failure.complete(new AssertionError("no failure"));
          } catch (IOException e) {
            failure.complete(e);
          }
        };
    try (var server = TestServer.tcp(TestServer.CONFIG, handler)) {
      handshake(server).close();
      assertThat(failure.get()).isInstanceOf(IOException.class);
    }
  }

  @Test
  void aResetInterruptsAHandlerThatDoesNotReceive() throws Exception {
    var begun = new CountDownLatch(1);
    var interrupted = new CompletableFuture<Boolean>();
    Handler handler =
        (request, response) -> {
          var _ = WebSocket.accept(request, response, Optional.empty(), LIMIT);
          begun.countDown();
          try {
            Thread.sleep(20_000);
            interrupted.complete(false);
          } catch (InterruptedException _) {
            interrupted.complete(true);
          }
        };
    try (var server = TestServer.tcp(TestServer.CONFIG, handler)) {
      RawClient client = RawClient.resetting(server.port());
      client.send(HANDSHAKE);
      begun.await();
      client.readHead();
      client.close();
      assertThat(interrupted.get()).isTrue();
    }
  }

  @Test
  void messagesReadAsBytesLoseTheirBoundaries() throws Exception {
    Handler handler =
        (request, response) -> {
          try (WebSocket socket = WebSocket.accept(request, response, Optional.empty(), LIMIT)) {
            byte[] all = socket.input().readNBytes(6);
            socket.output().write(all);
          }
        };
    try (var server = TestServer.tcp(TestServer.CONFIG, handler)) {
      var listener = new WebSocketListener();
      var socket = connect(client, "ws://localhost:" + server.port(), listener);
      socket.sendBinary(ByteBuffer.wrap("ab".getBytes(StandardCharsets.UTF_8)), true).join();
      socket.sendBinary(ByteBuffer.wrap("cdef".getBytes(StandardCharsets.UTF_8)), true).join();
      assertThat(listener.messages.take()).asString().isEqualTo("abcdef");
      assertThat(listener.closed.get()).isEqualTo(WebSocket.NORMAL);
    }
  }
}
