package dev.gantry.platform.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// The server's end of a WebSocket (RFC 6455), for blocking code.
///
/// One thread receives; any number may send. Pings are answered, and the client's leaving is seen,
/// only **while somebody receives**, so a handler that mostly sends needs a thread that receives.
/// What nobody receives makes the client wait, and sending waits for a slow client. As with every
/// [RawStream], the handler's thread is interrupted when the client is gone altogether.
///
/// ```java
/// try (WebSocket socket = WebSocket.accept(request, response, Optional.of("echo"), 1 << 20)) {
///   for (var m = socket.receive(); m.isPresent(); m = socket.receive()) {
///     socket.send(m.get());
///   }
/// }
/// ```
public final class WebSocket implements AutoCloseable {
  /// How the connection ended, in the numbers of RFC 6455, section 7.4.1.
  public static final int NORMAL = 1000;

  public static final int GOING_AWAY = 1001;
  public static final int PROTOCOL_ERROR = 1002;
  public static final int INVALID_DATA = 1007;
  public static final int TOO_BIG = 1009;
  public static final int INTERNAL_ERROR = 1011;

  private static final String ACCEPT_SALT = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private final RawStream raw;
  private final OutputStream output;
  private final WebSocketReader reader;
  private final ReentrantLock sending = new ReentrantLock();
  private boolean closeSent;
  private boolean broken;

  /// What one side says at once: bytes, or text in UTF-8.
  public static final class Message {
    private final boolean text;
    private final byte[] bytes;

    Message(boolean text, byte[] bytes) {
      this.text = text;
      this.bytes = bytes;
    }

    public static Message ofText(String text) {
      return new Message(true, text.getBytes(StandardCharsets.UTF_8));
    }

    /// The array may not be changed afterwards.
    public static Message ofBytes(byte[] bytes) {
      return new Message(false, bytes);
    }

    public boolean isText() {
      return text;
    }

    /// Not to be changed.
    public byte[] bytes() {
      return bytes;
    }
  }

  private WebSocket(RawStream raw, int maxMessageBytes) {
    this.raw = raw;
    this.output = raw.output();
    this.reader = new WebSocketReader(raw.input(), maxMessageBytes, this::control);
  }

  /// Whether a request asks to become a WebSocket.
  public static boolean isAskedForBy(Request request) {
    return request.headers().hasToken("Connection", "upgrade")
        && request.headers().hasToken("Upgrade", "websocket");
  }

  /// The subprotocols the client would speak, the ones it likes best first.
  public static List<String> offeredProtocols(Request request) {
    return request.headers().all("Sec-WebSocket-Protocol").stream()
        .flatMap(line -> Arrays.stream(line.split(",", -1)))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .toList();
  }

  /// Sends `101` and leaves HTTP.
  ///
  /// @param protocol the chosen one of the offered subprotocols
  /// @param maxMessageBytes longer messages end the connection
  /// @throws HttpException when the request is no proper handshake
  public static WebSocket accept(
      Request request, Response response, Optional<String> protocol, int maxMessageBytes)
      throws IOException {
    String key = request.headers().first("Sec-WebSocket-Key").orElse("");
    if (!isAskedForBy(request) || !request.method().equals("GET") || key.isBlank()) {
      throw new HttpException(400, "not a WebSocket handshake");
    }
    if (!request.headers().first("Sec-WebSocket-Version").orElse("").strip().equals("13")) {
      response.header("Sec-WebSocket-Version", "13");
      throw new HttpException(426, "only version 13 of the WebSocket protocol is supported");
    }
    response.header("Sec-WebSocket-Accept", acceptance(key.strip()));
    protocol.ifPresent(name -> response.header("Sec-WebSocket-Protocol", name));
    return new WebSocket(response.upgrade("websocket"), maxMessageBytes);
  }

  private static String acceptance(String key) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1")
              .digest((key + ACCEPT_SALT).getBytes(StandardCharsets.ISO_8859_1));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Waits for the next message; empty when the client has said that it is done.
  ///
  /// @throws IOException when the client left without a word, or broke the protocol, which it has
  ///     been told then
  public Optional<Message> receive() throws IOException {
    try {
      return reader.next();
    } catch (WebSocketReader.Violation e) {
      close(e.code(), e.reason());
      throw e;
    }
  }

  /// Sends a message, and returns when it is on its way.
  public void send(Message message) throws IOException {
    write(message.isText() ? WebSocketReader.TEXT : WebSocketReader.BINARY, message.bytes());
  }

  /// Shows the client that we are here; nobody has to ask for it.
  public void sendPong() throws IOException {
    write(WebSocketReader.PONG, new byte[0]);
  }

  private void control(int opcode, byte[] payload) throws IOException {
    switch (opcode) {
      case WebSocketReader.PING -> write(WebSocketReader.PONG, payload);
      case WebSocketReader.CLOSE -> sendClose(payload.length < 2 ? NORMAL : code(payload), "");
      default -> {}
    }
  }

  private static int code(byte[] payload) {
    return ((payload[0] & 0xff) << 8) | (payload[1] & 0xff);
  }

  private void write(int opcode, byte[] payload) throws IOException {
    sending.lock();
    try {
      if (closeSent || broken) {
        throw new IOException("the WebSocket is closed");
      }
      // An interrupt may leave half a frame behind; nothing may follow it.
      broken = true;
      output.write(head(opcode, payload.length));
      output.write(payload);
      output.flush();
      broken = false;
    } finally {
      sending.unlock();
    }
  }

  /// The head of an unmasked frame that is a whole message.
  private static byte[] head(int opcode, int length) {
    byte first = (byte) (0x80 | opcode);
    if (length < 126) {
      return new byte[] {first, (byte) length};
    }
    if (length < 1 << 16) {
      return new byte[] {first, 126, (byte) (length >> 8), (byte) length};
    }
    return new byte[] {
      first,
      127,
      0,
      0,
      0,
      0,
      (byte) (length >> 24),
      (byte) (length >> 16),
      (byte) (length >> 8),
      (byte) length
    };
  }

  /// The messages as bytes without boundaries: what is written goes out as binary messages.
  public InputStream input() {
    return new WebSocketInput(this);
  }

  /// See [#input]. Every write is a message.
  public OutputStream output() {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        send(Message.ofBytes(new byte[] {(byte) b}));
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        send(Message.ofBytes(Arrays.copyOfRange(bytes, offset, offset + length)));
      }
    };
  }

  /// Says why nothing more will be sent, and closes our half. A second call does nothing.
  public void close(int code, String reason) throws IOException {
    sendClose(code, reason);
    raw.shutdownOutput();
  }

  private void sendClose(int code, String reason) throws IOException {
    sending.lock();
    try {
      if (closeSent || broken) {
        return;
      }
      byte[] text = reason.getBytes(StandardCharsets.UTF_8);
      // Control frames carry 125 bytes at most.
      byte[] payload =
          Arrays.copyOf(new byte[] {(byte) (code >> 8), (byte) code}, 2 + textLength(text));
      System.arraycopy(text, 0, payload, 2, payload.length - 2);
      write(WebSocketReader.CLOSE, payload);
      closeSent = true;
    } finally {
      sending.unlock();
    }
  }

  /// How much of a reason fits, without cutting a character.
  private static int textLength(byte[] text) {
    int length = Math.min(text.length, 123);
    while (length > 0 && length < text.length && (text[length] & 0xc0) == 0x80) {
      length--;
    }
    return length;
  }

  /// Ends the connection in the regular way.
  @Override
  public void close() throws IOException {
    close(NORMAL, "");
  }
}
