package dev.gantry.platform.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Reads a client's frames and puts its messages together.
final class WebSocketReader {
  static final int CONTINUATION = 0;
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;

  private final DataInputStream in;
  private final int maxMessageBytes;
  private final Control control;
  private boolean closed;

  /// What is to be done with control frames, which come between messages and within.
  @FunctionalInterface
  interface Control {
    void received(int opcode, byte[] payload) throws IOException;
  }

  /// The client broke the protocol.
  static final class Violation extends IOException {
    private final int code;
    private final String reason;

    Violation(int code, String reason) {
      super(reason);
      this.code = code;
      this.reason = reason;
    }

    String reason() {
      return reason;
    }

    /// What the client shall be told.
    int code() {
      return code;
    }
  }

  private static final class Frame {
    /// Whether the message ends with this frame.
    private final boolean last;

    private final int opcode;
    private final byte[] payload;

    Frame(boolean last, int opcode, byte[] payload) {
      this.last = last;
      this.opcode = opcode;
      this.payload = payload;
    }
  }

  WebSocketReader(InputStream in, int maxMessageBytes, Control control) {
    this.in = new DataInputStream(new BufferedInputStream(in, 4 << 10));
    this.maxMessageBytes = maxMessageBytes;
    this.control = control;
  }

  /// The next message; empty after the client's closing frame.
  Optional<WebSocket.Message> next() throws IOException {
    if (closed) {
      return Optional.empty();
    }
    Frame frame = nextOfMessage(0);
    if (closed) {
      return Optional.empty();
    }
    if (frame.opcode == CONTINUATION) {
      throw new Violation(WebSocket.PROTOCOL_ERROR, "nothing to continue");
    }
    boolean text = frame.opcode == TEXT;
    byte[] bytes = frame.last ? frame.payload : assemble(frame.payload);
    if (closed) {
      return Optional.empty();
    }
    if (text) {
      requireUtf8(bytes);
    }
    return Optional.of(new WebSocket.Message(text, bytes));
  }

  private byte[] assemble(byte[] start) throws IOException {
    var message = new ByteArrayOutputStream();
    message.writeBytes(start);
    while (true) {
      Frame frame = nextOfMessage(message.size());
      if (closed) {
        return new byte[0];
      }
      if (frame.opcode != CONTINUATION) {
        throw new Violation(WebSocket.PROTOCOL_ERROR, "a message within a message");
      }
      message.writeBytes(frame.payload);
      if (frame.last) {
        return message.toByteArray();
      }
    }
  }

  /// The next frame that belongs to a message, or the closing one.
  private Frame nextOfMessage(int before) throws IOException {
    while (true) {
      Frame frame = read(before);
      if (frame.opcode < CLOSE) {
        return frame;
      }
      if (frame.opcode == CLOSE) {
        closed = true;
      }
      control.received(frame.opcode, frame.payload);
      if (closed) {
        return frame;
      }
    }
  }

  private Frame read(int before) throws IOException {
    int first = in.read();
    if (first < 0) {
      throw new EOFException("the client left without closing the WebSocket");
    }
    int second = in.readUnsignedByte();
    int opcode = first & 0x0f;
    boolean last = (first & 0x80) != 0;
    requireSound(first, second, opcode, last);
    long length = second & 0x7f;
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = in.readLong();
    }
    if (length < 0 || length > maxMessageBytes - (opcode < CLOSE ? before : 0)) {
      throw new Violation(
          WebSocket.TOO_BIG, "messages may have " + maxMessageBytes + " bytes at most");
    }
    byte[] mask = new byte[4];
    in.readFully(mask);
    byte[] payload = new byte[(int) length];
    in.readFully(payload);
    for (int i = 0; i < payload.length; i++) {
      payload[i] ^= mask[i & 3];
    }
    return new Frame(last, opcode, payload);
  }

  private static void requireSound(int first, int second, int opcode, boolean last)
      throws Violation {
    boolean known = opcode <= BINARY || (opcode >= CLOSE && opcode <= PONG);
    if (!known || (first & 0x70) != 0) {
      throw new Violation(WebSocket.PROTOCOL_ERROR, "unknown frame");
    }
    if ((second & 0x80) == 0) {
      throw new Violation(WebSocket.PROTOCOL_ERROR, "clients must mask their frames");
    }
    if (opcode >= CLOSE && (!last || (second & 0x7f) > 125)) {
      throw new Violation(WebSocket.PROTOCOL_ERROR, "a control frame is short and whole");
    }
  }

  private static void requireUtf8(byte[] bytes) throws Violation {
    try {
      var _ = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
    } catch (CharacterCodingException _) {
      throw new Violation(WebSocket.INVALID_DATA, "text must be UTF-8");
    }
  }
}
