package dev.gantry.platform.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Status line and header lines of a response.
final class ResponseHead {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /// Formatted once per second, not per response.
  private record Date(long second, String text) {}

  private static volatile Date date = new Date(0, "");

  private record Line(String name, String value) {}

  private final List<Line> lines = new ArrayList<>();
  private int status = 200;

  int status() {
    return status;
  }

  void status(int code) {
    if (code < 200 || code > 999) {
      throw new IllegalArgumentException("not a final status code: " + code);
    }
    status = code;
  }

  boolean has(String name) {
    return lines.stream().anyMatch(line -> line.name.equalsIgnoreCase(name));
  }

  void set(String name, List<String> values) {
    requireName(name);
    remove(name);
    for (String value : values) {
      requireValue(name, value);
      lines.add(new Line(name, value));
    }
  }

  void remove(String name) {
    lines.removeIf(line -> line.name.equalsIgnoreCase(name));
  }

  /// A line break in a name or value would let its author add lines, or a second response.
  private static void requireName(String name) {
    boolean token =
        !name.isEmpty()
            && name.chars()
                .allMatch(c -> c > ' ' && c < 0x7f && "(),/:;<=>?@[\\]{}\"".indexOf(c) < 0);
    if (!token) {
      throw new IllegalArgumentException("not a header name: " + name);
    }
  }

  private static void requireValue(String name, String value) {
    if (value.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f || c > 0xff)) {
      throw new IllegalArgumentException("unprintable character in header " + name);
    }
  }

  /// A whole response that refuses a request in plain text and ends the connection.
  static byte[] refusal(HttpException refusal) {
    String body = refusal.getMessage() + "\n";
    var head = new ResponseHead();
    head.status(refusal.status());
    head.set("Content-Type", List.of("text/plain; charset=utf-8"));
    head.set("Connection", List.of("close"));
    byte[] text = body.getBytes(StandardCharsets.UTF_8);
    head.set("Content-Length", List.of(Integer.toString(text.length)));
    byte[] start = head.encode();
    byte[] all = Arrays.copyOf(start, start.length + text.length);
    System.arraycopy(text, 0, all, start.length, text.length);
    return all;
  }

  byte[] encode() {
    return encode(HttpResponseStatus.valueOf(status).reasonPhrase(), status);
  }

  /// The head that ends HTTP on the connection. Docker's spelling; clients look at the number.
  byte[] encodeUpgrade() {
    return encode("UPGRADED", 101);
  }

  private byte[] encode(String reason, int code) {
    var text = new StringBuilder(256);
    text.append("HTTP/1.1 ").append(code).append(' ').append(reason).append("\r\n");
    for (Line line : lines) {
      text.append(line.name).append(": ").append(line.value).append("\r\n");
    }
    if (code != 101 && !has("Date")) {
      text.append("Date: ").append(now()).append("\r\n");
    }
    return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String now() {
    Instant instant = Instant.now();
    Date cached = date;
    if (cached.second != instant.getEpochSecond()) {
      cached = new Date(instant.getEpochSecond(), DATE.format(instant));
      date = cached;
    }
    return cached.text;
  }
}
