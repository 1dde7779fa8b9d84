package dev.gantry.platform.http;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Optional;

/// Header lines as Netty has read them.
record NettyHeaders(HttpHeaders headers) implements Headers {
  @Override
  public Optional<String> first(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  @Override
  public List<String> all(String name) {
    return headers.getAll(name);
  }

  @Override
  public boolean hasToken(String name, String token) {
    return headers.containsValue(name, token, true);
  }

  @Override
  public List<String> names() {
    return List.copyOf(headers.names());
  }
}
