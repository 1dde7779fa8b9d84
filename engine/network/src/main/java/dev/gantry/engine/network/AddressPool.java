package dev.gantry.engine.network;

import java.net.Inet4Address;

/// The addresses of one network: endpoints get theirs from `range`, which lies within `subnet`;
/// the gateway is the host's own address on the bridge.
public record AddressPool(Subnet subnet, Inet4Address gateway, Subnet range) {
  public AddressPool {
    if (!subnet.contains(gateway)) {
      throw new IllegalArgumentException(
          "gateway " + gateway.getHostAddress() + " is outside of " + subnet);
    }
    if (!subnet.contains(range)) {
      throw new IllegalArgumentException("range " + range + " is outside of " + subnet);
    }
  }

  /// The whole subnet, with its first address as gateway.
  public static AddressPool of(Subnet subnet) {
    return new AddressPool(subnet, subnet.at(1), subnet);
  }

  public InterfaceAddress gatewayOnLink() {
    return new InterfaceAddress(gateway, subnet.prefixLength());
  }
}
