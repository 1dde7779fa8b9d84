package dev.gantry.engine.network;

import java.net.Inet4Address;
import java.net.InetAddress;

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
      var ip = InetAddress.ofLiteral(slash < 0 ? "" : text.substring(0, slash));
      int prefixLength = Integer.parseInt(text.substring(slash + 1));
      if (ip instanceof Inet4Address v4) {
        return new InterfaceAddress(v4, prefixLength);
      }
    } catch (IllegalArgumentException e) {
      // Told below, with the text.
    }
    throw Subnet.invalid(text);
  }

  public Subnet subnet() {
    return new Subnet(ip, prefixLength);
  }

  @Override
  public String toString() {
    return ip.getHostAddress() + "/" + prefixLength;
  }
}
