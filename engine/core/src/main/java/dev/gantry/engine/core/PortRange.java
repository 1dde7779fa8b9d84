package dev.gantry.engine.core;

import dev.gantry.engine.network.ContainerPort;
import dev.gantry.engine.network.Protocol;
import dev.gantry.engine.network.PublishedPort;
import dev.gantry.platform.errors.InvalidArgumentException;

/// Ports as filters name them: `80`, `8000-8010`, `53/udp`.
record PortRange(int first, int last, Protocol protocol) {
  PortRange {
    if (first < 0 || last > 65535 || first > last) {
      throw new InvalidArgumentException("invalid port range: " + first + "-" + last);
    }
  }

  static PortRange parse(String text) {
    int slash = text.indexOf('/');
    String ports = slash < 0 ? text : text.substring(0, slash);
    Protocol protocol = slash < 0 ? Protocol.TCP : Protocol.parse(text.substring(slash + 1));
    int dash = ports.indexOf('-');
    try {
      int first = Integer.parseInt(dash < 0 ? ports : ports.substring(0, dash));
      int last = dash < 0 ? first : Integer.parseInt(ports.substring(dash + 1));
      return new PortRange(first, last, protocol);
    } catch (NumberFormatException e) {
      throw new InvalidArgumentException("invalid port: " + text, e);
    }
  }

  boolean contains(ContainerPort port) {
    return port.protocol() == protocol && first <= port.port() && port.port() <= last;
  }

  /// Whether a port is published from, or on, one of these.
  boolean containsPublished(PublishedPort port) {
    return contains(port.containerPort())
        || (port.containerPort().protocol() == protocol
            && first <= port.hostPort()
            && port.hostPort() <= last);
  }
}
