package dev.gantry.platform.http;

import dev.gantry.platform.errors.GantryException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// A server with one handler, on a unix socket or a TCP port.
final class TestServer implements AutoCloseable {
  /// Limits that tests can reach; times that they do not wait for.
  static final HttpServerConfig CONFIG =
      new HttpServerConfig(
          1, 100, 8 << 10, Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(1));

  private final HttpServer server;
  private final Listener listener;
  private final Optional<Path> path;

  private TestServer(HttpServerConfig config, Endpoint endpoint, Handler handler) {
    server = HttpServer.open(config);
    listener = server.listen(endpoint, handler, TestServer::respond);
    path =
        endpoint instanceof Endpoint.UnixSocket unix ? Optional.of(unix.path()) : Optional.empty();
  }

  static TestServer unix(Path directory, Handler handler) {
    return unix(directory, CONFIG, handler);
  }

  static TestServer unix(Path directory, HttpServerConfig config, Handler handler) {
    var endpoint = new Endpoint.UnixSocket(directory.resolve("test.sock"), Optional.empty());
    return new TestServer(config, endpoint, handler);
  }

  static TestServer tcp(HttpServerConfig config, Handler handler) {
    return new TestServer(config, new Endpoint.Tcp(loopback(), Optional.empty()), handler);
  }

  static TestServer tls(Tls tls, Handler handler) {
    return new TestServer(CONFIG, new Endpoint.Tcp(loopback(), Optional.of(tls)), handler);
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  RawClient connect() throws IOException {
    return path.isPresent() ? RawClient.unix(path.get()) : RawClient.tcp(listener.port());
  }

  int port() {
    return listener.port();
  }

  Listener listener() {
    return listener;
  }

  private static void respond(Request request, Throwable failure, Response response)
      throws IOException {
    int status =
        switch (failure) {
          case HttpException e -> e.status();
          case GantryException _ -> 409;
          default -> 500;
        };
    response
        .status(status)
        .header("Content-Type", "application/json")
        .send(("{\"message\":\"" + failure.getMessage() + "\"}").getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    server.close();
  }
}
