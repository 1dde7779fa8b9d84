package dev.gantry.platform.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A response of HTTP/1.1: with a length, or in chunks, or, for clients of HTTP/1.0, up to the
/// end of the connection.
final class Http1Response implements Response {
  private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Http1Request request;
  private final Outbound outbound;
  private final Upgrade upgrade;
  private final ResponseHead head = new ResponseHead();
  private volatile boolean begun;
  private boolean keepsConnection;
  private @Nullable OutputStream stream;
  private @Nullable RawStream raw;

  /// Takes the connection out of HTTP: sends the head and delivers raw bytes from then on.
  @FunctionalInterface
  interface Upgrade {
    RawStream to(byte[] head) throws IOException;
  }

  Http1Response(Http1Request request, Outbound outbound, Upgrade upgrade) {
    this.request = request;
    this.outbound = outbound;
    this.upgrade = upgrade;
    this.keepsConnection = request.keepsConnection();
  }

  @Override
  public Response status(int code) {
    requireFresh();
    head.status(code);
    return this;
  }

  @Override
  public Response header(String name, String value) {
    return header(name, List.of(value));
  }

  @Override
  public Response header(String name, List<String> values) {
    requireFresh();
    head.set(name, values);
    return this;
  }

  @Override
  public void send() throws IOException {
    send(new byte[0]);
  }

  @Override
  public void send(byte[] body) throws IOException {
    begin();
    // The answer to HEAD may announce a length that only a GET would pay.
    if (allowsBody() && !(request.method().equals("HEAD") && head.has("Content-Length"))) {
      head.set("Content-Length", List.of(Integer.toString(body.length)));
    }
    byte[] bytes = encodeHead();
    if (!sendsBody()) {
      outbound.write(bytes);
    } else if (body.length <= Outbound.MAX_PIECE) {
      int length = bytes.length;
      byte[] all = Arrays.copyOf(bytes, length + body.length);
      System.arraycopy(body, 0, all, length, body.length);
      outbound.write(all);
    } else {
      outbound.write(bytes);
      for (int sent = 0; sent < body.length; sent += Outbound.MAX_PIECE) {
        outbound.write(body, sent, Math.min(Outbound.MAX_PIECE, body.length - sent));
      }
    }
  }

  @Override
  public OutputStream stream() throws IOException {
    begin();
    if (!allowsBody()) {
      return open(new Plain(0));
    }
    if (request.isHttp10()) {
      return open(new Plain(Long.MAX_VALUE));
    }
    head.set("Transfer-Encoding", List.of("chunked"));
    return open(new Chunked());
  }

  @Override
  public OutputStream stream(long length) throws IOException {
    begin();
    if (allowsBody()) {
      head.set("Content-Length", List.of(Long.toString(length)));
    }
    return open(new Plain(length));
  }

  private OutputStream open(OutputStream opened) throws IOException {
    stream = opened;
    outbound.write(encodeHead());
    return opened;
  }

  @Override
  public RawStream upgrade(String protocol) throws IOException {
    begin();
    head.set("Connection", List.of("Upgrade"));
    head.set("Upgrade", List.of(protocol));
    return openRaw(head.encodeUpgrade());
  }

  @Override
  public RawStream hijack() throws IOException {
    begin();
    return openRaw(head.encode());
  }

  private RawStream openRaw(byte[] bytes) throws IOException {
    keepsConnection = false;
    RawStream opened = upgrade.to(bytes);
    raw = opened;
    return opened;
  }

  @Override
  public boolean hasBegun() {
    return begun;
  }

  boolean keepsConnection() {
    return keepsConnection;
  }

  /// The connection ends with this response, because of what happened to the request.
  void closeConnection() {
    keepsConnection = false;
  }

  void sendContinue() throws IOException {
    if (!begun && request.expectsContinue()) {
      outbound.write(CONTINUE);
    }
  }

  /// Completes what the handler left open.
  void finish() throws IOException {
    if (!begun) {
      send();
    }
    if (stream != null) {
      stream.close();
    }
    if (raw != null) {
      raw.close();
    }
  }

  private void begin() {
    requireFresh();
    begun = true;
  }

  private void requireFresh() {
    if (begun) {
      throw new IllegalStateException("the response to " + request + " has begun");
    }
  }

  private boolean allowsBody() {
    return head.status() != 204 && head.status() != 304;
  }

  private boolean sendsBody() {
    return allowsBody() && !request.method().equals("HEAD");
  }

  private byte[] encodeHead() {
    if (!keepsConnection) {
      head.set("Connection", List.of("close"));
    }
    return head.encode();
  }

  /// A body of known length, or up to the end of the connection.
  private final class Plain extends BufferedOutput {
    private final long length;
    private long sent;

    Plain(long length) {
      this.length = length;
    }

    @Override
    void send(byte[] piece) throws IOException {
      sent += piece.length;
      if (sent > length && allowsBody()) {
        throw new IOException("more than the announced " + length + " bytes were written");
      }
      if (sendsBody()) {
        outbound.write(piece);
      }
    }

    @Override
    void end() throws IOException {
      if (sendsBody() && length != Long.MAX_VALUE && sent != length) {
        throw new IOException("only " + sent + " of " + length + " bytes were written");
      }
    }
  }

  /// A body in chunks (RFC 9112, section 7.1).
  private final class Chunked extends BufferedOutput {
    @Override
    void send(byte[] piece) throws IOException {
      if (!sendsBody()) {
        return;
      }
      byte[] size =
          (Integer.toHexString(piece.length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
      byte[] chunk = Arrays.copyOf(size, size.length + piece.length + 2);
      System.arraycopy(piece, 0, chunk, size.length, piece.length);
      chunk[chunk.length - 2] = '\r';
      chunk[chunk.length - 1] = '\n';
      outbound.write(chunk);
    }

    @Override
    void end() throws IOException {
      if (sendsBody()) {
        outbound.write(LAST_CHUNK);
      }
    }
  }
}
