package dev.gantry.app.cli.client;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// One HTTP/1.1 connection: requests one after another, or an upgrade to a raw stream.
///
/// Only what the engine's API needs: no pipelining, no redirects, no compression.
final class HttpConnection implements Closeable {
  private static final int LONGEST_LINE = 64 * 1024;

  private final Transport transport;
  private final byte[] buffer = new byte[32 * 1024];
  private int position;
  private int limit;

  HttpConnection(Transport transport) {
    this.transport = transport;
  }

  /// The head of a response.
  record Head(int status, String reason, Map<String, String> headers) {
    String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  /// Sends a request with a body held in memory, and waits for the head of the answer.
  Head exchange(String method, String target, Map<String, String> headers, byte[] body)
      throws IOException {
    byte[] head = head(method, target, headers, "Content-Length: " + body.length);
    byte[] request = new byte[head.length + body.length];
    System.arraycopy(head, 0, request, 0, head.length);
    System.arraycopy(body, 0, request, head.length, body.length);
    transport.write(request, 0, request.length);
    return readHead();
  }

  /// Sends a request whose body is a stream of unknown length.
  Head exchange(String method, String target, Map<String, String> headers, InputStream body)
      throws IOException {
    byte[] head = head(method, target, headers, "Transfer-Encoding: chunked");
    transport.write(head, 0, head.length);
    try {
      writeChunked(body);
    } catch (IOException e) {
      // The engine may refuse before it has read everything; its answer is the better message.
      try {
        return readHead();
      } catch (IOException _) {
        throw e;
      }
    }
    return readHead();
  }

  private void writeChunked(InputStream body) throws IOException {
    byte[] chunk = new byte[32 * 1024];
    for (int count = body.read(chunk); count >= 0; count = body.read(chunk)) {
      if (count > 0) {
        write(Integer.toHexString(count) + "\r\n");
        transport.write(chunk, 0, count);
        write("\r\n");
      }
    }
    write("0\r\n\r\n");
  }

  private void write(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    transport.write(bytes, 0, bytes.length);
  }

  private static byte[] head(
      String method, String target, Map<String, String> headers, String framing) {
    StringBuilder head = new StringBuilder();
    head.append(method).append(' ').append(target).append(" HTTP/1.1\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    head.append(framing).append("\r\n\r\n");
    return head.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private Head readHead() throws IOException {
    while (true) {
      String[] status = readLine().split(" ", 3);
      if (status.length < 2 || !status[0].startsWith("HTTP/1.")) {
        throw new IOException("malformed HTTP response \"" + String.join(" ", status) + "\"");
      }
      Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      for (String line = readLine(); !line.isEmpty(); line = readLine()) {
        int colon = line.indexOf(':');
        if (colon > 0) {
          headers.put(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
        }
      }
      int code = Integer.parseInt(status[1]);
      if (code != 100) {
        return new Head(code, status.length > 2 ? status[2] : "", headers);
      }
    }
  }

  private String readLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(64);
    for (int b = readByte(); b != '\n'; b = readByte()) {
      if (b < 0) {
        throw new EOFException(line.size() == 0 ? "EOF" : "unexpected EOF");
      }
      if (line.size() > LONGEST_LINE) {
        throw new IOException("response header too long");
      }
      line.write(b);
    }
    String text = line.toString(StandardCharsets.ISO_8859_1);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  private int readByte() throws IOException {
    if (position == limit && !fill()) {
      return -1;
    }
    return buffer[position++] & 0xff;
  }

  private boolean fill() throws IOException {
    position = 0;
    limit = Math.max(0, transport.read(buffer, 0, buffer.length));
    return limit > 0;
  }

  /// Reads what has been buffered first. Small reads fill the buffer, large ones pass it by.
  int read(byte[] target, int offset, int length) throws IOException {
    if (position == limit) {
      if (length >= buffer.length) {
        return transport.read(target, offset, length);
      }
      if (!fill()) {
        return -1;
      }
    }
    int count = Math.min(length, limit - position);
    System.arraycopy(buffer, position, target, offset, count);
    position += count;
    return count;
  }

  /// How many bytes can be read without waiting.
  int buffered() {
    return limit - position;
  }

  Transport transport() {
    return transport;
  }

  /// The body of a response; `whenDone` runs once it was read to its end.
  InputStream body(Head head, boolean bodyless, Runnable whenDone) {
    if (bodyless || head.status() == 204 || head.status() == 304) {
      whenDone.run();
      return InputStream.nullInputStream();
    }
    if (head.header("Transfer-Encoding").toLowerCase(Locale.ROOT).contains("chunked")) {
      return new HttpBody(this, HttpBody.Framing.CHUNKED, 0, whenDone);
    }
    String length = head.header("Content-Length");
    if (length.isEmpty()) {
      return new HttpBody(this, HttpBody.Framing.UNTIL_CLOSE, 0, () -> {});
    }
    return new HttpBody(this, HttpBody.Framing.LENGTH, Long.parseLong(length), whenDone);
  }

  String readChunkLine() throws IOException {
    return readLine();
  }

  @Override
  public void close() throws IOException {
    transport.close();
  }
}
