package dev.gantry.platform.linux;

import java.util.Optional;
import java.util.OptionalInt;

/// A network interface as the kernel describes it.
///
/// @param master index of the bridge it is a port of
/// @param kind what it is, such as `bridge` or `veth`; physical devices have none
public record NetworkLink(
    int index,
    String name,
    boolean up,
    int mtu,
    Optional<MacAddress> mac,
    OptionalInt master,
    Optional<String> kind) {

  private static final int IFF_UP = 1;
  private static final int IFLA_ADDRESS = 1;
  private static final int IFLA_IFNAME = 3;
  private static final int IFLA_MTU = 4;
  private static final int IFLA_MASTER = 10;
  private static final int IFLA_LINKINFO = 18;
  private static final int IFLA_INFO_KIND = 1;

  /// Reads `struct ifinfomsg` and its attributes.
  static NetworkLink parse(NetlinkReply reply) {
    var body = reply.body();
    int index = body.getInt(4);
    int flags = body.getInt(8);
    var attributes = reply.attributes(16);
    return new NetworkLink(
        index,
        attributes.text(IFLA_IFNAME).orElse(""),
        (flags & IFF_UP) != 0,
        attributes.number(IFLA_MTU).orElse(0),
        attributes.mac(IFLA_ADDRESS),
        attributes.number(IFLA_MASTER),
        attributes.nested(IFLA_LINKINFO).text(IFLA_INFO_KIND));
  }
}
