package dev.gantry.tests.harness;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;

/// One HTTP/1.1 connection over a unix socket, driven step by step: what is sent when, and what
/// has arrived by then, is up to the caller.
///
/// Reads block without limit; an interrupt closes the connection, so a test's own timeout ends it.
public final class HttpConnection implements AutoCloseable {
  private final SocketChannel channel;
  private final String version;
  private final ByteBuffer unread = ByteBuffer.allocate(64 * 1024).flip();
  private final StringBuilder bodyText = new StringBuilder();

  HttpConnection(Path socket, String version) {
    this.version = version;
    try {
      channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      channel.connect(UnixDomainSocketAddress.of(socket));
    } catch (IOException e) {
      throw new UncheckedIOException("connect to " + socket, e);
    }
  }

  /// Sends a request with its body. A `Content-Length` is added unless a header of the caller
  /// already says how long the body is.
  public void request(String method, String path, String body, String... headers) {
    var content = body.getBytes(StandardCharsets.UTF_8);
    var lines = new ArrayList<String>();
    lines.add(method + " " + target(path) + " HTTP/1.1");
    lines.add("Host: docker");
    lines.addAll(List.of(headers));
    if (lines.stream().noneMatch(HttpConnection::saysLength)) {
      lines.add("Content-Length: " + content.length);
    }
    send(ApiClient.bytes(lines));
    send(content);
  }

  private static boolean saysLength(String header) {
    var lower = header.toLowerCase(Locale.ROOT);
    return lower.startsWith("content-length:") || lower.startsWith("transfer-encoding:");
  }

  private String target(String path) {
    var versioned = path.matches("/v\\d.*") || path.equals("*");
    return versioned || version.isEmpty() ? path : "/v" + version + path;
  }

  public void send(String text) {
    send(text.getBytes(StandardCharsets.UTF_8));
  }

  public void send(byte[] bytes) {
    try {
      var buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Ends this side of the connection; the other may go on sending.
  public void endOutput() {
    try {
      channel.shutdownOutput();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Reads status line and headers, nothing more.
  public Reply head() {
    var statusLine = line();
    var headers = new HashMap<String, String>();
    for (var line = line(); !line.isEmpty(); line = line()) {
      var colon = line.indexOf(':');
      headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
    }
    return new Reply(Integer.parseInt(statusLine.substring(9, 12)), headers, "");
  }

  /// Reads a whole answer.
  public Reply reply(String method) {
    var head = head();
    var bodyless = method.equals("HEAD") || head.status() == 204 || head.status() == 304;
    return bodyless ? head : new Reply(head.status(), head.headers(), body(head));
  }

  private String body(Reply head) {
    byte[] content;
    if (head.header("Transfer-Encoding").equalsIgnoreCase("chunked")) {
      var all = new ByteArrayOutputStream();
      for (var chunk = chunk(); chunk.length > 0; chunk = chunk()) {
        all.writeBytes(chunk);
      }
      content = all.toByteArray();
    } else if (!head.header("Content-Length").isEmpty()) {
      content = exactly(Integer.parseInt(head.header("Content-Length")));
    } else {
      content = rest();
    }
    return new String(content, StandardCharsets.UTF_8);
  }

  /// The next chunk of a chunked body; empty at its end.
  public byte[] chunk() {
    var size = Integer.parseInt(line().replaceFirst(";.*", "").strip(), 16);
    var content = exactly(size);
    line();
    return content;
  }

  /// The next line of a chunked body, without its end.
  public String bodyLine() {
    int end = bodyText.indexOf("\n");
    for (; end < 0; end = bodyText.indexOf("\n")) {
      var more = chunk();
      if (more.length == 0) {
        throw new AssertionError("the body ended within a line: " + bodyText);
      }
      bodyText.append(text(more));
    }
    var line = bodyText.substring(0, end);
    bodyText.delete(0, end + 1);
    return line;
  }

  /// The next frame of a multiplexed stream.
  public Frame frame() {
    var header = ByteBuffer.wrap(exactly(8));
    var stream = header.get();
    return new Frame(stream, text(exactly(header.getInt(4))));
  }

  /// Reads bytes until they contain `expected`, and returns them as text.
  public String until(String expected) {
    var seen = new StringBuilder();
    while (seen.indexOf(expected) < 0) {
      seen.append((char) (read() & 0xff));
    }
    return seen.toString();
  }

  /// Everything up to the end of the stream.
  public byte[] rest() {
    var all = new ByteArrayOutputStream();
    try {
      while (fill()) {
        var piece = new byte[unread.remaining()];
        unread.get(piece);
        all.writeBytes(piece);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all.toByteArray();
  }

  public String restText() {
    return text(rest());
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private byte[] exactly(int count) {
    var bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = read();
    }
    return bytes;
  }

  private String line() {
    var line = new StringBuilder();
    for (var b = read(); b != '\n'; b = read()) {
      line.append((char) b);
    }
    return line.toString().stripTrailing();
  }

  private byte read() {
    try {
      if (!fill()) {
        throw new EOFException("the engine closed the connection");
      }
      return unread.get();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Makes at least one byte available, or returns false at the end of the stream.
  private boolean fill() throws IOException {
    if (!unread.hasRemaining()) {
      unread.clear();
      var count = channel.read(unread);
      unread.flip();
      return count > 0;
    }
    return true;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
