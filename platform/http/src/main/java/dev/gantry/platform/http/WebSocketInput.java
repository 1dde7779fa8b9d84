package dev.gantry.platform.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;

/// The messages of a WebSocket, one behind the other. Ends with the client's closing frame.
final class WebSocketInput extends InputStream {
  private final WebSocket socket;
  private byte[] message = new byte[0];
  private int position;

  WebSocketInput(WebSocket socket) {
    this.socket = socket;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    while (position == message.length) {
      Optional<WebSocket.Message> next = socket.receive();
      if (next.isEmpty()) {
        return -1;
      }
      message = next.get().bytes();
      position = 0;
    }
    int n = Math.min(length, message.length - position);
    System.arraycopy(message, position, target, offset, n);
    position += n;
    return n;
  }
}
