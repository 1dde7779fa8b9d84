package dev.gantry.platform.http;

import java.time.Duration;

/// The limits of a server.
///
/// @param eventLoops how many threads move bytes; handlers do not run on them
/// @param maxConnections further clients get a 503
/// @param maxHeadBytes how long a request line and the header lines may be together
/// @param headTimeout how long a client may take to send a request's head
/// @param idleTimeout how long a connection may lie unused between requests
/// @param halfCloseGrace how long an ordinary request over TCP may go on after its client closed
///     its half, since there a client that left looks the same
public record HttpServerConfig(
    int eventLoops,
    int maxConnections,
    int maxHeadBytes,
    Duration headTimeout,
    Duration idleTimeout,
    Duration halfCloseGrace) {

  public static HttpServerConfig defaults() {
    return new HttpServerConfig(
        1, 10_000, 64 << 10, Duration.ofSeconds(30), Duration.ofMinutes(10), Duration.ofSeconds(5));
  }
}
