package dev.gantry.platform.http;

import java.io.ByteArrayOutputStream;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/// Collects what the JDK's client receives.
public final class WebSocketListener implements WebSocket.Listener {
  public final BlockingQueue<byte[]> messages = new LinkedBlockingQueue<>();
  public final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
  public final BlockingQueue<byte[]> pongs = new LinkedBlockingQueue<>();

  /// The code of the server's closing frame, or the failure that came instead.
  public final CompletableFuture<Integer> closed = new CompletableFuture<>();

  private final ByteArrayOutputStream partial = new ByteArrayOutputStream();

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
    partial.writeBytes(data.toString().getBytes(StandardCharsets.UTF_8));
    return received(socket, true, last);
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
    byte[] bytes = new byte[data.remaining()];
    data.get(bytes);
    partial.writeBytes(bytes);
    return received(socket, false, last);
  }

  private @Nullable CompletionStage<?> received(WebSocket socket, boolean text, boolean last) {
    if (last) {
      if (text) {
        texts.add(partial.toString(StandardCharsets.UTF_8));
      } else {
        messages.add(partial.toByteArray());
      }
      partial.reset();
    }
    socket.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onPong(WebSocket socket, ByteBuffer data) {
    byte[] bytes = new byte[data.remaining()];
    data.get(bytes);
    pongs.add(bytes);
    socket.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
    closed.complete(code);
    return null;
  }

  @Override
  public void onError(WebSocket socket, Throwable error) {
    closed.completeExceptionally(error);
  }
}
