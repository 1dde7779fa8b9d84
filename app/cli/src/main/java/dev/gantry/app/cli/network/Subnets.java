package dev.gantry.app.cli.network;

import dev.gantry.app.cli.client.JsonObject;
import dev.gantry.app.cli.grammar.ExitException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.util.Map;

/// Which of several subnets an address lies in.
final class Subnets {
  private Subnets() {}

  /// The configuration whose subnet, the key, contains an address or the start of a range.
  static JsonObject find(Map<String, JsonObject> configs, String address, String what) {
    for (Map.Entry<String, JsonObject> config : configs.entrySet()) {
      if (contains(config.getKey(), address)) {
        return config.getValue();
      }
    }
    throw ExitException.failure("no matching subnet for " + what + " " + address);
  }

  static boolean contains(String subnet, String address) {
    int slash = subnet.indexOf('/');
    int range = address.indexOf('/');
    try {
      byte[] net =
          InetAddress.ofLiteral(slash < 0 ? subnet : subnet.substring(0, slash)).getAddress();
      byte[] ip =
          InetAddress.ofLiteral(range < 0 ? address : address.substring(0, range)).getAddress();
      int bits = slash < 0 ? net.length * 8 : Integer.parseInt(subnet.substring(slash + 1));
      if (net.length != ip.length || bits < 0 || bits > net.length * 8) {
        return false;
      }
      BigInteger difference = new BigInteger(1, net).xor(new BigInteger(1, ip));
      return difference.shiftRight(net.length * 8 - bits).signum() == 0;
    } catch (IllegalArgumentException _) {
      throw ExitException.failure("invalid CIDR address: " + subnet);
    }
  }
}
