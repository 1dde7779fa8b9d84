package dev.gantry.platform.linux;

import java.net.Inet4Address;

/// An IPv4 address that a link has.
public record LinkAddress(int linkIndex, Inet4Address ip, int prefixLength) {
  private static final int IFA_ADDRESS = 1;
  private static final int IFA_LOCAL = 2;

  /// Reads `struct ifaddrmsg` and its attributes.
  static LinkAddress parse(NetlinkReply reply) {
    var attributes = reply.attributes(8);
    var ip = attributes.address(IFA_LOCAL).or(() -> attributes.address(IFA_ADDRESS));
    return new LinkAddress(
        reply.body().getInt(4), ip.orElseThrow(), Byte.toUnsignedInt(reply.body().get(1)));
  }
}
