package dev.gantry.platform.http;

import java.io.InputStream;
import java.util.OptionalLong;

/// What a client asks for.
public interface Request {

  /// The method in capitals, as the client sent it.
  String method();

  /// The path of the request target as the client sent it: still percent-encoded, without query.
  String path();

  /// The decoded value that a parameter of the route's path template matched. An encoded slash
  /// in it has become a slash.
  ///
  /// @throws IllegalArgumentException when the template has no such parameter
  String pathParameter(String name);

  Query query();

  Headers headers();

  /// The announced length of the body; empty when it is chunked, 0 when there is none.
  OptionalLong contentLength();

  /// The body, read from the connection as it is consumed: a slow handler slows the client down.
  /// The first read answers `Expect: 100-continue`. A broken connection is an
  /// [java.io.IOException]; a body beyond the route's limit an [HttpException] with status 413.
  InputStream body();

  Peer peer();

  /// This request under another path, as an edge needs that strips a version prefix.
  default Request withPath(String path) {
    return new RoutedRequest(this, path);
  }
}
