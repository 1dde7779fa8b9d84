package dev.gantry.kube.apiserver;

import dev.gantry.platform.http.Request;
import dev.gantry.platform.http.Response;
import dev.gantry.platform.http.WebSocket;
import dev.gantry.platform.lifecycle.OwnedThread;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A log as messages of a WebSocket: binary, or text in base64. What the client sends is
/// ignored, except that it closes.
final class LogMessages extends LogAnswer {
  private static final Logger log = LoggerFactory.getLogger(LogMessages.class);
  private static final String BINARY = "binary.k8s.io";
  private static final String BASE64 = "base64.binary.k8s.io";
  private static final int MAX_RECEIVED = 64 << 10;
  private static final int MAX_PIECE = 32 << 10;

  private final Request request;
  private final Response response;
  private final ClientWatch watch;
  private final String protocol;
  private @Nullable WebSocket socket;
  private @Nullable OwnedThread receiver;

  LogMessages(Request request, Response response, ClientWatch watch) {
    this.request = request;
    this.response = response;
    this.watch = watch;
    List<String> offered = WebSocket.offeredProtocols(request);
    this.protocol =
        offered.isEmpty()
            ? ""
            : offered.stream()
                .filter(name -> name.equals(BINARY) || name.equals(BASE64))
                .findFirst()
                .orElseThrow(() -> ChannelProtocol.refusal(offered));
  }

  private WebSocket socket() throws IOException {
    WebSocket known = socket;
    if (known == null) {
      var chosen = protocol.isEmpty() ? Optional.<String>empty() : Optional.of(protocol);
      WebSocket opened = WebSocket.accept(request, response, chosen, MAX_RECEIVED);
      receiver = OwnedThread.virtual("log client", () -> ignore(opened));
      socket = opened;
      known = opened;
    }
    return known;
  }

  private void ignore(WebSocket opened) {
    try {
      while (opened.receive().isPresent()) {}
    } catch (IOException e) {
      log.debug("client left cause={}", e.toString());
    }
    watch.clientLeft();
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    for (int sent = 0; sent < length; sent += MAX_PIECE) {
      int from = offset + sent;
      byte[] piece = Arrays.copyOfRange(bytes, from, from + Math.min(length - sent, MAX_PIECE));
      socket()
          .send(
              protocol.equals(BASE64)
                  ? WebSocket.Message.ofText(Base64.getEncoder().encodeToString(piece))
                  : WebSocket.Message.ofBytes(piece));
    }
  }

  @Override
  public void flush() throws IOException {
    var _ = socket();
  }

  @Override
  void finish() throws IOException {
    socket().close();
  }

  @Override
  public void close() {
    if (receiver != null) {
      receiver.close();
    }
  }
}
