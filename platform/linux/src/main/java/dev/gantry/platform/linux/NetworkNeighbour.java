package dev.gantry.platform.linux;

import java.net.Inet4Address;
import java.util.Optional;

/// What the kernel believes about the link-layer address of a neighbour.
public record NetworkNeighbour(int linkIndex, Inet4Address ip, Optional<MacAddress> mac) {
  private static final int NDA_DST = 1;
  private static final int NDA_LLADDR = 2;

  /// Reads `struct ndmsg` and its attributes.
  static NetworkNeighbour parse(NetlinkReply reply) {
    var attributes = reply.attributes(12);
    return new NetworkNeighbour(
        reply.body().getInt(4),
        attributes.address(NDA_DST).orElseThrow(),
        attributes.mac(NDA_LLADDR));
  }
}
