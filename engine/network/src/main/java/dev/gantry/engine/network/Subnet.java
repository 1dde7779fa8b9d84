package dev.gantry.engine.network;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/// An IPv4 network such as `172.17.0.0/16`; host bits are zero.
public record Subnet(Inet4Address address, int prefixLength) {
  public Subnet {
    if (prefixLength < 0 || prefixLength > 32) {
      throw new IllegalArgumentException("prefix length out of range: " + prefixLength);
    }
    address = toAddress(toInt(address) & mask(prefixLength));
  }

  /// Reads `address/length`; host bits may be set and are dropped.
  public static Subnet parse(String text) {
    return InterfaceAddress.parse(text).subnet();
  }

  public boolean contains(Inet4Address other) {
    return (toInt(other) & mask(prefixLength)) == toInt(address);
  }

  public boolean contains(Subnet other) {
    return other.prefixLength >= prefixLength && contains(other.address);
  }

  public boolean overlaps(Subnet other) {
    return contains(other) || other.contains(this);
  }

  /// How many addresses it has, network and broadcast address included.
  public long size() {
    return 1L << (32 - prefixLength);
  }

  /// The address at a distance from the network address.
  public Inet4Address at(long offset) {
    if (offset < 0 || offset >= size()) {
      throw new IllegalArgumentException(offset + " is outside of " + this);
    }
    return toAddress(toInt(address) + (int) offset);
  }

  /// The distance of an address from the network address.
  public long offsetOf(Inet4Address other) {
    return Integer.toUnsignedLong(toInt(other)) - Integer.toUnsignedLong(toInt(address));
  }

  @Override
  public String toString() {
    return address.getHostAddress() + "/" + prefixLength;
  }

  private static int mask(int prefixLength) {
    return prefixLength == 0 ? 0 : -1 << (32 - prefixLength);
  }

  private static int toInt(Inet4Address address) {
    return ByteBuffer.wrap(address.getAddress()).getInt();
  }

  private static Inet4Address toAddress(int bits) {
    try {
      return (Inet4Address) InetAddress.getByAddress(ByteBuffer.allocate(4).putInt(bits).array());
    } catch (UnknownHostException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
