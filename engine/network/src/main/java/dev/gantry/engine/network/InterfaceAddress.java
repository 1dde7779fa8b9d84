package dev.gantry.engine.network;

import dev.gantry.platform.errors.InvalidArgumentException;
import java.net.Inet4Address;

/// An address together with the network around it, such as `172.17.0.1/16`.
public record InterfaceAddress(Inet4Address ip, int prefixLength) {
  public InterfaceAddress {
    if (prefixLength < 0 || prefixLength > 32) {
      throw new IllegalArgumentException("prefix length out of range: " + prefixLength);
    }
  }

  /// Reads `address/length`; throws InvalidArgument in docker's words.
  public static InterfaceAddress parse(String text) {
    int slash = text.indexOf('/');
    try {
      var ip = IpLiteral.parseIpv4(slash < 0 ? "" : text.substring(0, slash));
      return new InterfaceAddress(ip, Integer.parseInt(text.substring(slash + 1)));
    } catch (IllegalArgumentException e) {
      throw new InvalidArgumentException("invalid CIDR address: " + text, e);
    }
  }

  public Subnet subnet() {
    return new Subnet(ip, prefixLength);
  }

  @Override
  public String toString() {
    return ip.getHostAddress() + "/" + prefixLength;
  }
}
