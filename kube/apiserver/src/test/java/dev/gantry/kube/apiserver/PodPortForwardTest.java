package dev.gantry.kube.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.platform.http.SpdyTestClient;
import dev.gantry.platform.http.WebSocketListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PodPortForwardTest {
  private final StreamServer server = new StreamServer();
  private final ServerSocket echo = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
  private final HttpClient http = HttpClient.newHttpClient();

  PodPortForwardTest() throws IOException {
    Thread.ofVirtual().start(this::serveEcho);
  }

  /// Answers when the client has closed its half, so that half-close must get through.
  private void serveEcho() {
    while (true) {
      try {
        Socket socket = echo.accept();
        Thread.ofVirtual()
            .start(
                () -> {
                  try (socket) {
                    byte[] all = socket.getInputStream().readAllBytes();
                    socket.getOutputStream().write(all);
                  } catch (IOException e) {
                    throw new IllegalStateException(e);
                  }
                });
      } catch (IOException _) {
        return;
      }
    }
  }

  @AfterEach
  void close() throws IOException {
    http.shutdownNow();
    echo.close();
    server.close();
  }

  private String port() {
    return Integer.toString(echo.getLocalPort());
  }

  private static byte[] random() {
    byte[] data = new byte[400_000];
    new Random(3).nextBytes(data);
    return data;
  }

  private StreamServer.Spdy forward() throws IOException {
    return server
    .new Spdy("POST", StreamServer.path("web", "portforward", ""), "portforward.k8s.io");
  }

  @Test
  void connectionsShareTheUpgradedOne() throws Exception {
    try (var spdy = forward()) {
      assertThat(spdy.head).contains("X-Stream-Protocol-Version: portforward.k8s.io");
      for (String id : new String[] {"0", "1", "2"}) {
        var error = spdy.open("streamType", "error", "port", port(), "requestID", id);
        error.finish();
        var data = spdy.open("streamType", "data", "port", port(), "requestID", id);
        data.write(("hello " + id).getBytes(StandardCharsets.UTF_8));
        data.finish();
        assertThat(data.readAll()).asString().isEqualTo("hello " + id);
        assertThat(error.readAll()).isEmpty();
      }
      assertThat(server.agent.calls.take()).isEqualTo("connect default/web " + port());
    }
  }

  @Test
  void streamsWithoutRequestIdAreAPairWhenTheyFollowEachOther() throws Exception {
    try (var spdy = forward()) {
      spdy.open("streamType", "error", "port", port());
      var data = spdy.open("streamType", "data", "port", port());
      data.finish();
      assertThat(data.readAll()).isEmpty();
    }
  }

  @Test
  void aPortNobodyListensOnIsAnErrorOfThatConnectionOnly() throws Exception {
    int closed;
    try (var socket = new ServerSocket(0)) {
      closed = socket.getLocalPort();
    }
    try (var spdy = forward()) {
      var error =
          spdy.open("streamType", "error", "port", Integer.toString(closed), "requestID", "0");
      var data =
          spdy.open("streamType", "data", "port", Integer.toString(closed), "requestID", "0");
      assertThat(error.readAll())
          .asString()
          .startsWith("error forwarding port " + closed + " to pod web, uid u-1: ")
          .contains("refused");
      assertThat(data.readAll()).isEmpty();
      spdy.open("streamType", "error", "port", port(), "requestID", "1");
      var other = spdy.open("streamType", "data", "port", port(), "requestID", "1");
      other.write(new byte[] {1});
      other.finish();
      assertThat(other.readAll()).containsExactly(1);
    }
  }

  @Test
  void aConnectionThatTheClientBreaksOffIsNoError() throws Exception {
    try (var endless = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var spdy = forward()) {
      var broken = new CompletableFuture<IOException>();
      Thread.ofVirtual()
          .start(
              () -> {
                try (Socket socket = endless.accept()) {
                  while (true) {
                    socket.getOutputStream().write(new byte[1000]);
                  }
                } catch (IOException e) {
                  broken.complete(e);
                }
              });
      String port = Integer.toString(endless.getLocalPort());
      var error = spdy.open("streamType", "error", "port", port, "requestID", "0");
      var data = spdy.open("streamType", "data", "port", port, "requestID", "0");
      assertThat(data.read(1000)).hasSizeGreaterThanOrEqualTo(1000);
      data.reset();
      assertThat(error.readAll()).isEmpty();
      assertThat(broken.get()).isNotNull();
    }
  }

  @Test
  void streamsThatMakeNoSenseAreRefused() throws Exception {
    try (var spdy = forward()) {
      for (String bad : new String[] {"", "0", "http", "65536"}) {
        var stream = spdy.client().open("streamType", "data", "port", bad, "requestID", "9");
        stream.reset.await();
      }
      spdy.client().open("streamType", "other", "port", "1", "requestID", "9").reset.await();
    }
  }

  @Test
  void theSameInsideAWebSocket() throws Exception {
    String path = StreamServer.path("web", "portforward", "");
    try (var tunnel = new TunnelClient(server.port(), path, "SPDY/3.1+portforward.k8s.io");
        var client = new SpdyTestClient(tunnel.input(), tunnel.output())) {
      assertThat(tunnel.head).contains("Sec-WebSocket-Protocol: SPDY/3.1+portforward.k8s.io");
      var error = client.open("streamType", "error", "port", port(), "requestID", "0");
      var data = client.open("streamType", "data", "port", port(), "requestID", "0");
      assertThat(error.awaitReply()).isTrue();
      byte[] sent = random();
      data.write(sent);
      data.finish();
      assertThat(data.readAll()).isEqualTo(sent);
    }
  }

  @Test
  void channelsForThePortsOfTheRequest() throws Exception {
    try (var greeting = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual()
          .start(
              () -> {
                try (Socket socket = greeting.accept()) {
                  byte[] all = socket.getInputStream().readNBytes(2);
                  socket.getOutputStream().write(all);
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      var listener = new WebSocketListener();
      int port = greeting.getLocalPort();
      var socket =
          http.newWebSocketBuilder()
              .subprotocols("v4.channel.k8s.io")
              .buildAsync(
                  URI.create(
                      "ws://localhost:"
                          + server.port()
                          + StreamServer.path("web", "portforward", "ports=" + port)),
                  listener)
              .join();
      byte low = (byte) port;
      byte high = (byte) (port >> 8);
      assertThat(listener.messages.take()).containsExactly((byte) 0, low, high);
      assertThat(listener.messages.take()).containsExactly((byte) 1, low, high);
      socket.sendBinary(ByteBuffer.wrap(new byte[] {0, 'h', 'i'}), true).join();
      assertThat(listener.messages.take()).containsExactly((byte) 0, (byte) 'h', (byte) 'i');
      assertThat(listener.closed.get()).isEqualTo(1000);
    }
  }
}
