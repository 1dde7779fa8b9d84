package dev.gantry.platform.http;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

/// Where a server listens.
public sealed interface Endpoint {

  /// A unix socket with mode 0660. A socket file left behind by a dead process is replaced; one
  /// that somebody listens on is not.
  ///
  /// @param group the group that may connect; the process's own when empty
  record UnixSocket(Path path, Optional<String> group) implements Endpoint {}

  /// A TCP port; 0 takes a free one.
  record Tcp(InetSocketAddress address, Optional<Tls> tls) implements Endpoint {}
}
