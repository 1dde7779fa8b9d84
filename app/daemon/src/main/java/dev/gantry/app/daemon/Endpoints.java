package dev.gantry.app.daemon;

import dev.gantry.platform.errors.FailedPreconditionException;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.http.Endpoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Where the API is offered, read from `--host`.
///
/// Whoever reaches the API owns the machine, so TCP is offered with client certificates only.
final class Endpoints {
  private static final int TLS_PORT = 2376;

  private Endpoints() {}

  static List<Endpoint> of(DaemonConfig config) {
    return config.hosts().stream().map(host -> endpoint(host, config)).toList();
  }

  private static Endpoint endpoint(String host, DaemonConfig config) {
    if (host.startsWith("unix://")) {
      String path = host.substring("unix://".length());
      return new Endpoint.UnixSocket(
          Path.of(path.isEmpty() ? "/run/gantry/docker.sock" : path), config.group());
    }
    if (host.startsWith("tcp://")) {
      return tcp(host, config.tls());
    }
    throw new InvalidArgumentException(
        "invalid bind address format: " + host + " (unix:///path or tcp://address:port)");
  }

  private static Endpoint tcp(String host, DaemonConfig.TlsFiles tls) {
    if (!tls.verify()) {
      throw new FailedPreconditionException(
          host
              + " without --tlsverify would give root on this machine to anybody who reaches it;"
              + " set --tlsverify, --tlscacert, --tlscert and --tlskey");
    }
    var uri = uri(host);
    int port = uri.getPort() < 0 ? TLS_PORT : uri.getPort();
    try {
      var address =
          new InetSocketAddress(
              InetAddress.getByName(Optional.ofNullable(uri.getHost()).orElse("127.0.0.1")), port);
      return new Endpoint.Tcp(address, Optional.of(TlsFiles.load(tls)));
    } catch (UnknownHostException e) {
      throw new InvalidArgumentException("invalid bind address " + host, e);
    }
  }

  private static URI uri(String host) {
    try {
      return new URI(host);
    } catch (URISyntaxException e) {
      throw new InvalidArgumentException("invalid bind address " + host, e);
    }
  }
}
