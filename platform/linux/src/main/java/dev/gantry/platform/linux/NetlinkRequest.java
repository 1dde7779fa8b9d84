package dev.gantry.platform.linux;

import java.net.Inet4Address;
import java.util.Optional;

/// One change to the network configuration of a namespace, to be executed by [Netlink#execute].
/// See [rtnetlink(7)](https://man7.org/linux/man-pages/man7/rtnetlink.7.html).
///
/// Links are named, not numbered, wherever the kernel allows it, so that several requests about
/// a new link can travel in one message.
public final class NetlinkRequest {
  private static final int RTM_NEWLINK = 16;
  private static final int RTM_DELLINK = 17;
  private static final int RTM_NEWADDR = 20;
  private static final int RTM_DELADDR = 21;
  private static final int RTM_NEWROUTE = 24;
  private static final int RTM_NEWNEIGH = 28;

  private static final int REPLACE = 0x100;
  private static final int EXCLUSIVE = 0x200;
  private static final int CREATE = 0x400;

  private static final int IFF_UP = 1;
  private static final int IFLA_ADDRESS = 1;
  private static final int IFLA_IFNAME = 3;
  private static final int IFLA_MTU = 4;
  private static final int IFLA_MASTER = 10;
  private static final int IFLA_LINKINFO = 18;
  private static final int IFLA_AF_SPEC = 26;
  private static final int IFLA_NET_NS_FD = 28;
  private static final int IFLA_INFO_KIND = 1;
  private static final int IFLA_INFO_DATA = 2;
  private static final int IFLA_INFO_SLAVE_KIND = 4;
  private static final int IFLA_INFO_SLAVE_DATA = 5;
  private static final int IFLA_BR_FORWARD_DELAY = 1;
  private static final int IFLA_BR_STP_STATE = 5;
  private static final int IFLA_BRPORT_MODE = 4;
  private static final int IFLA_INET6_ADDR_GEN_MODE = 8;
  private static final byte ADDR_GEN_MODE_NONE = 1;
  private static final int VETH_INFO_PEER = 1;
  private static final int AF_INET6 = 10;

  private static final int IFA_ADDRESS = 1;
  private static final int IFA_LOCAL = 2;
  private static final int IFA_BROADCAST = 4;
  private static final int RTA_GATEWAY = 5;
  private static final int RTA_OIF = 4;
  private static final int NDA_DST = 1;
  private static final int NDA_LLADDR = 2;
  private static final int RT_TABLE_MAIN = 254;
  private static final int RTPROT_BOOT = 3;
  private static final int RTN_UNICAST = 1;
  private static final int NUD_NOARP = 0x40;
  private static final int NUD_PERMANENT = 0x80;
  private static final int NTF_MASTER = 4;
  private static final int AF_BRIDGE = 7;

  private final String description;
  private final int type;
  private final int flags;
  private final byte[] body;

  /// A namespace that must stay open until the request has been executed.
  private final Optional<Fd> namespace;

  NetlinkRequest(String description, int type, int flags, NetlinkMessage message) {
    this(description, type, flags, message, Optional.empty());
  }

  private NetlinkRequest(
      String description, int type, int flags, NetlinkMessage message, Optional<Fd> namespace) {
    this.description = description;
    this.type = type;
    this.flags = flags;
    this.body = message.bytes();
    this.namespace = namespace;
  }

  /// Creates a bridge without spanning tree, whose ports forward at once.
  public static NetlinkRequest createBridge(String name, MacAddress mac, int mtu) {
    var message =
        NetlinkMessage.ofLink(0, 0, 0, 0)
            .attribute(IFLA_IFNAME, name)
            .attribute(IFLA_ADDRESS, mac)
            .attribute(IFLA_MTU, mtu)
            .nested(
                IFLA_LINKINFO,
                info ->
                    info.attribute(IFLA_INFO_KIND, "bridge")
                        .nested(
                            IFLA_INFO_DATA,
                            data ->
                                data.attribute(IFLA_BR_FORWARD_DELAY, 0)
                                    .attribute(IFLA_BR_STP_STATE, 0)));
    return new NetlinkRequest("create bridge " + name, RTM_NEWLINK, CREATE | EXCLUSIVE, message);
  }

  /// Creates a pair of connected interfaces, the second of them in another namespace from the
  /// start. `name` is attached to nothing and down.
  public static NetlinkRequest createVeth(
      String name, int mtu, Fd peerNamespace, String peerName, MacAddress peerMac) {
    var message =
        NetlinkMessage.ofLink(0, 0, 0, 0)
            .attribute(IFLA_IFNAME, name)
            .attribute(IFLA_MTU, mtu)
            .nested(
                IFLA_LINKINFO,
                info ->
                    info.attribute(IFLA_INFO_KIND, "veth")
                        .nested(
                            IFLA_INFO_DATA,
                            data ->
                                data.nested(
                                    VETH_INFO_PEER,
                                    peer ->
                                        peer.link(0, 0, 0, 0)
                                            .attribute(IFLA_IFNAME, peerName)
                                            .attribute(IFLA_ADDRESS, peerMac)
                                            .attribute(IFLA_MTU, mtu)
                                            .attribute(IFLA_NET_NS_FD, peerNamespace.number()))));
    return new NetlinkRequest(
        "create veth " + name,
        RTM_NEWLINK,
        CREATE | EXCLUSIVE,
        message,
        Optional.of(peerNamespace));
  }

  /// Makes a link a port of a bridge (given by index) and brings it up. The link gets no IPv6
  /// address of its own: a port's traffic belongs to the bridge.
  public static NetlinkRequest enslave(String name, int bridgeIndex) {
    var message =
        NetlinkMessage.ofLink(0, 0, IFF_UP, IFF_UP)
            .attribute(IFLA_IFNAME, name)
            .attribute(IFLA_MASTER, bridgeIndex)
            .nested(
                IFLA_AF_SPEC,
                families ->
                    families.nested(
                        AF_INET6,
                        inet6 -> inet6.attribute(IFLA_INET6_ADDR_GEN_MODE, ADDR_GEN_MODE_NONE)));
    return new NetlinkRequest("enslave " + name, RTM_NEWLINK, 0, message);
  }

  /// Lets a bridge port send frames back to where they came from, which a container needs that
  /// reaches itself through a translated address.
  public static NetlinkRequest hairpin(String portName) {
    var message =
        NetlinkMessage.ofLink(0, 0, 0, 0)
            .attribute(IFLA_IFNAME, portName)
            .nested(
                IFLA_LINKINFO,
                info ->
                    info.attribute(IFLA_INFO_SLAVE_KIND, "bridge")
                        .nested(
                            IFLA_INFO_SLAVE_DATA,
                            data -> data.attribute(IFLA_BRPORT_MODE, (byte) 1)));
    return new NetlinkRequest("set hairpin mode of " + portName, RTM_NEWLINK, 0, message);
  }

  public static NetlinkRequest up(String name) {
    var message = NetlinkMessage.ofLink(0, 0, IFF_UP, IFF_UP).attribute(IFLA_IFNAME, name);
    return new NetlinkRequest("bring up " + name, RTM_NEWLINK, 0, message);
  }

  public static NetlinkRequest down(String name) {
    var message = NetlinkMessage.ofLink(0, 0, 0, IFF_UP).attribute(IFLA_IFNAME, name);
    return new NetlinkRequest("take down " + name, RTM_NEWLINK, 0, message);
  }

  public static NetlinkRequest setMtu(String name, int mtu) {
    var message =
        NetlinkMessage.ofLink(0, 0, 0, 0).attribute(IFLA_IFNAME, name).attribute(IFLA_MTU, mtu);
    return new NetlinkRequest("set MTU of " + name, RTM_NEWLINK, 0, message);
  }

  public static NetlinkRequest setMac(String name, MacAddress mac) {
    var message =
        NetlinkMessage.ofLink(0, 0, 0, 0).attribute(IFLA_IFNAME, name).attribute(IFLA_ADDRESS, mac);
    return new NetlinkRequest("set MAC address of " + name, RTM_NEWLINK, 0, message);
  }

  /// Renames a link, which must be down.
  public static NetlinkRequest rename(int index, String newName) {
    var message = NetlinkMessage.ofLink(0, index, 0, 0).attribute(IFLA_IFNAME, newName);
    return new NetlinkRequest("rename link " + index + " to " + newName, RTM_NEWLINK, 0, message);
  }

  /// Deletes a link; of a veth pair, both ends.
  public static NetlinkRequest deleteLink(String name) {
    var message = NetlinkMessage.ofLink(0, 0, 0, 0).attribute(IFLA_IFNAME, name);
    return new NetlinkRequest("delete link " + name, RTM_DELLINK, 0, message);
  }

  /// Gives a link an address; does nothing when it has it.
  public static NetlinkRequest addAddress(int linkIndex, Inet4Address ip, int prefixLength) {
    var message =
        NetlinkMessage.ofAddress(prefixLength, linkIndex)
            .attribute(IFA_LOCAL, ip)
            .attribute(IFA_ADDRESS, ip)
            .attribute(IFA_BROADCAST, broadcast(ip.getAddress(), prefixLength));
    return new NetlinkRequest(
        "add address " + ip.getHostAddress(), RTM_NEWADDR, CREATE | REPLACE, message);
  }

  public static NetlinkRequest deleteAddress(int linkIndex, Inet4Address ip, int prefixLength) {
    var message =
        NetlinkMessage.ofAddress(prefixLength, linkIndex)
            .attribute(IFA_LOCAL, ip)
            .attribute(IFA_ADDRESS, ip);
    return new NetlinkRequest("delete address " + ip.getHostAddress(), RTM_DELADDR, 0, message);
  }

  /// Makes `gateway` the way to everywhere.
  public static NetlinkRequest addDefaultRoute(Inet4Address gateway, int linkIndex) {
    var message =
        NetlinkMessage.ofRoute(0, RT_TABLE_MAIN, RTPROT_BOOT, 0, RTN_UNICAST)
            .attribute(RTA_GATEWAY, gateway)
            .attribute(RTA_OIF, linkIndex);
    return new NetlinkRequest(
        "add default route via " + gateway.getHostAddress(),
        RTM_NEWROUTE,
        CREATE | REPLACE,
        message);
  }

  /// Says once and for all which link-layer address a neighbour has.
  public static NetlinkRequest addNeighbour(int linkIndex, Inet4Address ip, MacAddress mac) {
    var message =
        NetlinkMessage.ofNeighbour(Netlink.AF_INET, linkIndex, NUD_PERMANENT, 0)
            .attribute(NDA_DST, ip)
            .attribute(NDA_LLADDR, mac);
    return new NetlinkRequest(
        "add neighbour " + ip.getHostAddress(), RTM_NEWNEIGH, CREATE | REPLACE, message);
  }

  /// Tells a bridge behind which of its ports a station is, whatever it had learned before.
  public static NetlinkRequest addStation(int portIndex, MacAddress mac) {
    var message =
        NetlinkMessage.ofNeighbour(AF_BRIDGE, portIndex, NUD_NOARP, NTF_MASTER)
            .attribute(NDA_LLADDR, mac);
    return new NetlinkRequest("add station " + mac, RTM_NEWNEIGH, CREATE | REPLACE, message);
  }

  String description() {
    return description;
  }

  int type() {
    return type;
  }

  int flags() {
    return flags;
  }

  byte[] body() {
    return body;
  }

  Optional<Fd> namespace() {
    return namespace;
  }

  @Override
  public String toString() {
    return description;
  }

  private static byte[] broadcast(byte[] ip, int prefixLength) {
    for (int bit = prefixLength; bit < 32; bit++) {
      ip[bit / 8] |= (byte) (0x80 >> (bit % 8));
    }
    return ip;
  }
}
