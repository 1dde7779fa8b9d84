package dev.gantry.kube.apiserver;

import dev.gantry.kube.schema.Document;
import dev.gantry.platform.http.Request;
import dev.gantry.platform.http.Response;
import dev.gantry.platform.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import tools.jackson.databind.JsonNode;

/// Sends documents to clients: compressed when they are large and the client can read it.
final class Answer {
  /// Below this compression costs more than it saves; upstream's limit.
  private static final int COMPRESS_FROM = 128 << 10;

  private final Request request;
  private final Response response;

  /// Writes a document.
  @FunctionalInterface
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  Answer(Request request, Response response) {
    this.request = request;
    this.response = response;
    response.header("Cache-Control", "no-cache, private");
  }

  Answer status(int code) {
    response.status(code);
    return this;
  }

  Answer warnings(List<String> warnings) {
    if (!warnings.isEmpty()) {
      response.header("Warning", warnings.stream().map(Answer::warning).toList());
    }
    return this;
  }

  /// As a header line may have it: quoted, in one line, within Latin 1.
  private static String warning(String text) {
    StringBuilder quoted = new StringBuilder("299 - \"");
    text.chars()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                quoted.append('\\').append((char) c);
              } else {
                quoted.append(c < ' ' || c == 0x7f || c > 0xff ? ' ' : (char) c);
              }
            });
    return quoted.append('"').toString();
  }

  void json(JsonNode document) throws IOException {
    bytes("application/json", Json.bytes(document));
  }

  void document(AnswerForm form, JsonNode document) throws IOException {
    bytes(form.contentType(), form.yaml() ? YamlText.of(document) : Json.bytes(document));
  }

  /// Sends a document that clients keep, or tells them that it is still the same.
  void document(String contentType, Document document) throws IOException {
    response.header("ETag", document.etag());
    if (request.headers().all("If-None-Match").stream()
        .anyMatch(line -> line.contains(document.etag()))) {
      response.status(304).send();
      return;
    }
    response.header("Content-Type", contentType);
    if (acceptsGzip()) {
      response.header("Content-Encoding", "gzip").send(document.gzip());
    } else {
      response.send(document.bytes());
    }
  }

  void bytes(String contentType, byte[] body) throws IOException {
    response.header("Content-Type", contentType);
    if (body.length < COMPRESS_FROM || !acceptsGzip()) {
      response.send(body);
      return;
    }
    response.header("Content-Encoding", "gzip").header("Vary", "Accept-Encoding");
    var compressed = new ByteArrayOutputStream(body.length / 4);
    try (var gzip = new FastGzip(compressed)) {
      gzip.write(body);
    }
    response.send(compressed.toByteArray());
  }

  /// Sends a document of about `size` bytes without having it in memory at once if it is large.
  void content(String contentType, long size, Content content) throws IOException {
    if (size < COMPRESS_FROM) {
      var whole = new ByteArrayOutputStream((int) size + 256);
      content.writeTo(whole);
      bytes(contentType, whole.toByteArray());
      return;
    }
    response.header("Content-Type", contentType);
    if (acceptsGzip()) {
      response.header("Content-Encoding", "gzip").header("Vary", "Accept-Encoding");
      try (var gzip = new FastGzip(response.stream())) {
        content.writeTo(gzip);
      }
    } else {
      content.writeTo(response.stream());
    }
  }

  private boolean acceptsGzip() {
    return request.headers().all("Accept-Encoding").stream()
        .anyMatch(line -> line.toLowerCase(Locale.ROOT).contains("gzip"));
  }

  /// The first level of compression: nearly as small as the usual one for this kind of text, at
  /// a third of the cost.
  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out, 16 << 10);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
