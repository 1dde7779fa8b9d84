package dev.gantry.platform.http;

import java.io.InputStream;
import java.util.Map;
import java.util.OptionalLong;

/// A request with a path of its own and what a route found in it.
record RoutedRequest(Request origin, String path, Map<String, String> parameters, InputStream body)
    implements Request {

  RoutedRequest(Request origin, String path) {
    this(origin, path, Map.of(), origin.body());
  }

  @Override
  public String method() {
    return origin.method();
  }

  @Override
  public String pathParameter(String name) {
    String value = parameters.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the route of " + path + " has no parameter " + name);
    }
    return value;
  }

  @Override
  public Query query() {
    return origin.query();
  }

  @Override
  public Headers headers() {
    return origin.headers();
  }

  @Override
  public OptionalLong contentLength() {
    return origin.contentLength();
  }

  @Override
  public Peer peer() {
    return origin.peer();
  }
}
