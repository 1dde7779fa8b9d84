package dev.gantry.engine.network;

import dev.gantry.platform.errors.InvalidArgumentException;
import java.util.Comparator;

/// A port inside a container, written `80/tcp`.
public record ContainerPort(int port, Protocol protocol) implements Comparable<ContainerPort> {
  private static final Comparator<ContainerPort> ORDER =
      Comparator.comparingInt(ContainerPort::port).thenComparing(ContainerPort::protocol);

  public ContainerPort {
    if (port < 1 || port > 65535) {
      throw new InvalidArgumentException("invalid port: " + port);
    }
  }

  /// Reads `80` or `80/tcp`.
  public static ContainerPort parse(String text) {
    int slash = text.indexOf('/');
    String number = slash < 0 ? text : text.substring(0, slash);
    var protocol = slash < 0 ? Protocol.TCP : Protocol.parse(text.substring(slash + 1));
    try {
      return new ContainerPort(Integer.parseInt(number), protocol);
    } catch (NumberFormatException e) {
      throw new InvalidArgumentException("invalid port: " + text, e);
    }
  }

  @Override
  public int compareTo(ContainerPort other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return port + "/" + protocol;
  }
}
