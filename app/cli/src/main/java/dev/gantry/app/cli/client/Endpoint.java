package dev.gantry.app.cli.client;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Where the engine listens.
///
/// @param url as the user gave it, for messages
/// @param tls what to prove and whom to trust, for TCP endpoints that want it
public record Endpoint(String url, Optional<TlsFiles> tls) {
  private static final int PLAIN_PORT = 2375;
  private static final int TLS_PORT = 2376;

  /// PEM files; those that are absent are not used.
  public record TlsFiles(Path ca, Path certificate, Path key, boolean verify) {}

  public Endpoint {
    if (!url.startsWith("unix://") && !url.startsWith("tcp://") && !url.startsWith("http://")) {
      throw new IllegalArgumentException(
          url.startsWith("ssh://") || url.startsWith("npipe://") || url.startsWith("fd://")
              ? "protocol " + url.substring(0, url.indexOf(':')) + " is not supported"
              : "unable to parse docker host `" + url + "`");
    }
  }

  Transport connect() throws IOException {
    if (url.startsWith("unix://")) {
      return ChannelTransport.unix(url.substring("unix://".length()));
    }
    String address = address();
    int colon = address.lastIndexOf(':');
    boolean hasPort = colon >= 0 && address.indexOf(']', colon) < 0;
    String host = hasPort ? address.substring(0, colon) : address;
    host = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    int fallback = tls.isPresent() ? TLS_PORT : PLAIN_PORT;
    int port = hasPort ? Integer.parseInt(address.substring(colon + 1)) : fallback;
    if (tls.isPresent()) {
      return TlsTransport.connect(TlsContext.create(tls.get()), host, port, tls.get().verify());
    }
    return ChannelTransport.tcp(host, port);
  }

  private String address() {
    String rest = url.substring(url.indexOf("://") + 3);
    int slash = rest.indexOf('/');
    return slash < 0 ? rest : rest.substring(0, slash);
  }
}
