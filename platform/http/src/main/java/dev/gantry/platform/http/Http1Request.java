package dev.gantry.platform.http;

import io.netty.handler.codec.http.HttpRequest;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// A request of HTTP/1.1 or 1.0, checked for everything that can be checked before its body.
final class Http1Request implements Request {
  private final String method;
  private final String path;
  private final String rawQuery;
  private final Headers headers;
  private final Peer peer;
  private final InputStream body;
  private final boolean chunked;
  private final boolean http10;
  private @Nullable Query query;

  private Http1Request(
      HttpRequest message, String target, Headers headers, Peer peer, InputStream body) {
    this.method = message.method().name();
    int question = target.indexOf('?');
    this.path = question < 0 ? target : target.substring(0, question);
    this.rawQuery = question < 0 ? "" : target.substring(question + 1);
    this.headers = headers;
    this.peer = peer;
    this.body = body;
    this.chunked = headers.first("Transfer-Encoding").isPresent();
    this.http10 = message.protocolVersion().minorVersion() == 0;
  }

  /// Checks what Netty's decoder leaves to us.
  ///
  /// @throws HttpException when the request must not be processed
  static Http1Request of(HttpRequest message, Peer peer, InputStream body) {
    if (message.decoderResult().isFailure()) {
      throw MalformedRequest.of(message.decoderResult().cause());
    }
    var version = message.protocolVersion();
    if (!version.protocolName().equals("HTTP") || version.majorVersion() != 1) {
      throw new HttpException(505, version + " is not supported");
    }
    var headers = new NettyHeaders(message.headers());
    int hosts = headers.all("Host").size();
    if (hosts > 1 || (hosts == 0 && version.minorVersion() > 0)) {
      throw new HttpException(400, "exactly one Host header is required");
    }
    List<String> codings = headers.all("Transfer-Encoding");
    boolean known =
        codings.isEmpty()
            || (codings.size() == 1 && codings.getFirst().strip().equalsIgnoreCase("chunked"));
    if (!known) {
      throw new HttpException(501, "transfer encoding " + codings + " is not supported");
    }
    String expectation = headers.first("Expect").orElse("100-continue");
    if (!expectation.toLowerCase(Locale.ROOT).equals("100-continue")) {
      throw new HttpException(417, "expectation " + expectation + " is not supported");
    }
    return new Http1Request(message, target(message.uri()), headers, peer, body);
  }

  /// Path and query of a request target in origin form, or in the absolute form proxies use.
  private static String target(String uri) {
    String target = uri;
    int scheme = uri.indexOf("://");
    if (scheme > 0 && !uri.startsWith("/")) {
      int slash = uri.indexOf('/', scheme + 3);
      target = slash < 0 ? "/" : uri.substring(slash);
    }
    boolean printable = target.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '#');
    if (!target.startsWith("/") || !printable) {
      throw new HttpException(400, "malformed request target");
    }
    return target;
  }

  @Override
  public String method() {
    return method;
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public String pathParameter(String name) {
    throw new IllegalArgumentException("the request was not routed");
  }

  @Override
  public Query query() {
    Query parsed = query;
    if (parsed == null) {
      parsed = Query.parse(rawQuery);
      query = parsed;
    }
    return parsed;
  }

  @Override
  public Headers headers() {
    return headers;
  }

  @Override
  public OptionalLong contentLength() {
    if (chunked) {
      return OptionalLong.empty();
    }
    // The decoder has refused what is not a number.
    return OptionalLong.of(headers.first("Content-Length").map(Long::parseLong).orElse(0L));
  }

  @Override
  public InputStream body() {
    return body;
  }

  @Override
  public Peer peer() {
    return peer;
  }

  boolean isHttp10() {
    return http10;
  }

  boolean keepsConnection() {
    return http10 ? false : !headers.hasToken("Connection", "close");
  }

  boolean asksForUpgrade() {
    return headers.first("Upgrade").isPresent();
  }

  boolean expectsContinue() {
    return headers.first("Expect").isPresent() && !http10;
  }

  /// For logs and thread dumps.
  @Override
  public String toString() {
    return method + " " + path;
  }
}
