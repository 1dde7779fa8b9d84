package dev.gantry.engine.network;

import dev.gantry.platform.errors.InvalidArgumentException;
import java.util.Locale;

/// The transport protocols whose ports can be published.
public enum Protocol {
  TCP,
  UDP,
  SCTP;

  /// Reads the name in any case; throws InvalidArgument in docker's words.
  public static Protocol parse(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "tcp" -> TCP;
      case "udp" -> UDP;
      case "sctp" -> SCTP;
      default -> throw new InvalidArgumentException("invalid proto: " + name);
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
