package dev.gantry.platform.linux;

import java.net.Inet4Address;
import java.util.Optional;
import java.util.OptionalInt;

/// An IPv4 route of the main table.
///
/// @param destination the network it leads to; empty for the default route
public record NetworkRoute(
    Optional<Inet4Address> destination,
    int prefixLength,
    Optional<Inet4Address> gateway,
    OptionalInt linkIndex) {

  private static final int RTA_DST = 1;
  private static final int RTA_OIF = 4;
  private static final int RTA_GATEWAY = 5;
  private static final int RT_TABLE_MAIN = 254;

  /// Reads `struct rtmsg` and its attributes.
  static NetworkRoute parse(NetlinkReply reply) {
    var attributes = reply.attributes(12);
    return new NetworkRoute(
        attributes.address(RTA_DST),
        Byte.toUnsignedInt(reply.body().get(1)),
        attributes.address(RTA_GATEWAY),
        attributes.number(RTA_OIF));
  }

  /// Whether a reply is about the main table; the local table lists the host's own addresses.
  static boolean isMain(NetlinkReply reply) {
    return Byte.toUnsignedInt(reply.body().get(4)) == RT_TABLE_MAIN;
  }
}
