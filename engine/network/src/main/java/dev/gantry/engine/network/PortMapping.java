package dev.gantry.engine.network;

import dev.gantry.platform.errors.InvalidArgumentException;
import java.net.InetAddress;
import java.util.Optional;

/// A wish to publish a container's port: on one host address or, when there is none, on all of
/// them; on a host port out of `firstHostPort..lastHostPort`, or on any free one when both are
/// 0.
public record PortMapping(
    ContainerPort containerPort,
    Optional<InetAddress> hostAddress,
    int firstHostPort,
    int lastHostPort) {

  public PortMapping {
    if (firstHostPort < 0 || lastHostPort > 65535 || firstHostPort > lastHostPort) {
      throw new InvalidArgumentException(
          "invalid range format for hostPort: " + firstHostPort + "-" + lastHostPort);
    }
  }

  /// Reads docker's `HostIp` and `HostPort` (empty, `8080` or `8000-8010`).
  public static PortMapping parse(ContainerPort containerPort, String hostIp, String hostPort) {
    Optional<InetAddress> address;
    try {
      address = hostIp.isEmpty() ? Optional.empty() : Optional.of(IpLiteral.parse(hostIp));
    } catch (IllegalArgumentException e) {
      throw new InvalidArgumentException("invalid IP address: " + hostIp, e);
    }
    if (hostPort.isEmpty()) {
      return new PortMapping(containerPort, address, 0, 0);
    }
    int dash = hostPort.indexOf('-');
    try {
      int first = Integer.parseInt(dash < 0 ? hostPort : hostPort.substring(0, dash));
      int last = dash < 0 ? first : Integer.parseInt(hostPort.substring(dash + 1));
      return new PortMapping(containerPort, address, first, last);
    } catch (NumberFormatException e) {
      throw new InvalidArgumentException("invalid port specification: " + hostPort, e);
    }
  }

  /// Whether the host port is left to the engine entirely.
  public boolean anyHostPort() {
    return lastHostPort == 0;
  }

  /// Whether there is exactly one host port that will do.
  boolean isExact() {
    return !anyHostPort() && firstHostPort == lastHostPort;
  }
}
