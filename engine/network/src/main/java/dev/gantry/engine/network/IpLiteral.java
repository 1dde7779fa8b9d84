package dev.gantry.engine.network;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.regex.Pattern;

/// IP addresses as users write them. The JDK also reads `127.1` and `2130706433` as 127.0.0.1;
/// nobody means that.
final class IpLiteral {
  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

  private IpLiteral() {}

  /// Throws IllegalArgumentException when the text is no address.
  static InetAddress parse(String text) {
    if (!text.contains(":") && !IPV4.matcher(text).matches()) {
      throw new IllegalArgumentException("not an IP address: " + text);
    }
    return InetAddress.ofLiteral(text);
  }

  /// As [#parse], for what must be IPv4.
  static Inet4Address parseIpv4(String text) {
    if (parse(text) instanceof Inet4Address address) {
      return address;
    }
    throw new IllegalArgumentException("not an IPv4 address: " + text);
  }
}
