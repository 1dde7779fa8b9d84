package dev.gantry.kube.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.platform.http.WebSocketListener;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ChannelProcessTest {
  private final StreamServer server = new StreamServer();
  private final HttpClient http = HttpClient.newHttpClient();
  private final WebSocketListener listener = new WebSocketListener();

  @AfterEach
  void close() {
    http.shutdownNow();
    server.close();
  }

  private WebSocket connect(String subresource, String query, String protocol) {
    var uri =
        URI.create(
            "ws://localhost:" + server.port() + StreamServer.path("web", subresource, query));
    var builder = http.newWebSocketBuilder();
    if (!protocol.isEmpty()) {
      builder.subprotocols(protocol);
    }
    return builder.buildAsync(uri, listener).join();
  }

  private static void send(WebSocket socket, int channel, String text) {
    byte[] data = text.getBytes(StandardCharsets.UTF_8);
    var message = ByteBuffer.allocate(data.length + 1).put((byte) channel).put(data).flip();
    socket.sendBinary(message, true).join();
  }

  /// The next message that carries something, with its channel before it: `1:text`.
  private String next() throws InterruptedException {
    byte[] message = listener.messages.take();
    return (message[0] & 0xff)
        + ":"
        + new String(message, 1, message.length - 1, StandardCharsets.UTF_8);
  }

  @Test
  void version5HalfClosesStdin() throws Exception {
    var socket = connect("exec", "command=cat&stdin=true&stdout=true", "v5.channel.k8s.io");
    assertThat(socket.getSubprotocol()).isEqualTo("v5.channel.k8s.io");
    assertThat(next()).isEqualTo("1:");
    send(socket, 0, "hello");
    assertThat(next()).isEqualTo("1:hello");
    socket.sendBinary(ByteBuffer.wrap(new byte[] {(byte) 255, 0}), true).join();
    assertThat(next()).isEqualTo("3:{\"metadata\":{},\"status\":\"Success\"}");
    assertThat(listener.closed.get()).isEqualTo(1000);
  }

  @Test
  void channelsInBase64() throws Exception {
    var socket = connect("exec", "command=cat&stdin=1&stdout=1", "base64.channel.k8s.io");
    assertThat(listener.texts.take()).isEqualTo("1");
    socket.sendText("0Zm9vCg==", true).join();
    assertThat(listener.texts.take()).isEqualTo("1Zm9vCg==");
    socket.sendText("0!", true).join();
    socket.sendText("0Zm9vCg==", true).join();
    assertThat(listener.texts.take()).isEqualTo("1Zm9vCg==");
  }

  @Test
  void withoutAProtocolChannelsAreBytesAndFailuresText() throws Exception {
    server.agent.onExec((_, _) -> 3);
    connect("exec", "command=cat&stdout=1", "");
    assertThat(next()).isEqualTo("1:");
    assertThat(next()).startsWith("3:command terminated").endsWith("exit code 3");
  }

  @Test
  void sizesOfATerminalComeOnAChannel() throws Exception {
    server.agent.onExec(
        (_, streams) -> {
          var size = streams.resizes().orElseThrow().take().orElseThrow();
          streams
              .stdout()
              .orElseThrow()
              .write((size.columns() + "x" + size.rows()).getBytes(StandardCharsets.UTF_8));
          return 0;
        });
    var socket = connect("exec", "command=x&stdout=1&tty=1", "v4.channel.k8s.io");
    assertThat(next()).isEqualTo("1:");
    send(socket, 4, "{\"Width\":100,\"Height\":30}");
    assertThat(next()).isEqualTo("1:100x30");
  }

  @Test
  void aClientThatClosesInterruptsTheWork() throws Exception {
    var socket = connect("attach", "stdout=1", "v4.channel.k8s.io");
    assertThat(next()).isEqualTo("1:");
    socket.sendClose(1000, "").join();
    assertThat(server.agent.interrupted.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aClientThatVanishesInterruptsTheWork() throws Exception {
    connect("attach", "stdout=1", "v4.channel.k8s.io").abort();
    assertThat(server.agent.interrupted.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void stdinThatNobodyReadsDoesNotKeepAProcessFromEnding() throws Exception {
    server.agent.onExec(
        (_, streams) -> {
          int first = streams.stdin().orElseThrow().read();
          return first;
        });
    var socket = connect("exec", "command=x&stdin=1&stdout=1", "v5.channel.k8s.io");
    assertThat(next()).isEqualTo("1:");
    for (int i = 0; i < 20; i++) {
      var _ = socket.sendBinary(ByteBuffer.wrap(new byte[64 << 10]), true);
    }
    assertThat(next()).contains("Success");
    assertThat(listener.closed.get()).isEqualTo(1000);
  }
}
