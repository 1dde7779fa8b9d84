package dev.gantry.platform.linux;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// The links, addresses and routes of one network namespace: an rtnetlink socket. See
/// [rtnetlink(7)](https://man7.org/linux/man-pages/man7/rtnetlink.7.html).
///
/// A socket belongs to the namespace of the thread that opened it and can then be used by any
/// thread. Calls take microseconds, unless another process holds the kernel's network lock.
public final class Netlink implements AutoCloseable {
  static final int AF_INET = 2;

  private static final int RTM_GETLINK = 18;
  private static final int RTM_GETADDR = 22;
  private static final int RTM_GETROUTE = 26;
  private static final int RTM_GETNEIGH = 30;
  private static final int IFLA_IFNAME = 3;

  private final NetlinkSocket socket;

  private Netlink(NetlinkSocket socket) {
    this.socket = socket;
  }

  /// Opens a socket in the network namespace of the calling thread.
  public static Netlink open() throws ErrnoException {
    return new Netlink(NetlinkSocket.open(NetlinkSocket.ROUTE));
  }

  /// Executes requests in their order with one message to the kernel. The kernel goes on after
  /// a request that fails; the first failure is thrown in the end.
  public void execute(NetlinkRequest... requests) throws ErrnoException {
    socket.execute(requests);
  }

  public List<NetworkLink> links() throws ErrnoException {
    return socket.dump("list links", RTM_GETLINK, NetlinkMessage.ofLink(0, 0, 0, 0)).stream()
        .map(NetworkLink::parse)
        .toList();
  }

  /// Looks a link up by name.
  public Optional<NetworkLink> findLink(String name) throws ErrnoException {
    var body = NetlinkMessage.ofLink(0, 0, 0, 0).attribute(IFLA_IFNAME, name);
    return socket
        .find("find link " + name, RTM_GETLINK, body, Errno.ENODEV)
        .map(NetworkLink::parse);
  }

  /// The index of a link that must exist; ENODEV otherwise.
  public int linkIndex(String name) throws ErrnoException {
    return findLink(name)
        .orElseThrow(
            () -> new ErrnoException("netlink", "find link " + name, Errno.ENODEV.number()))
        .index();
  }

  /// All IPv4 addresses.
  public List<LinkAddress> addresses() throws ErrnoException {
    return socket.dump("list addresses", RTM_GETADDR, NetlinkMessage.ofAddress(0, 0)).stream()
        .map(LinkAddress::parse)
        .toList();
  }

  /// The IPv4 routes of the main table.
  public List<NetworkRoute> routes() throws ErrnoException {
    var body = NetlinkMessage.ofRoute(0, 0, 0, 0, 0);
    return socket.dump("list routes", RTM_GETROUTE, body).stream()
        .filter(NetworkRoute::isMain)
        .map(NetworkRoute::parse)
        .toList();
  }

  /// The index of the link that the IPv4 default route leads out of.
  public OptionalInt defaultRouteLink() throws ErrnoException {
    return routes().stream()
        .filter(route -> route.prefixLength() == 0 && route.linkIndex().isPresent())
        .mapToInt(route -> route.linkIndex().getAsInt())
        .findFirst();
  }

  /// The IPv4 neighbours of all links.
  public List<NetworkNeighbour> neighbours() throws ErrnoException {
    var body = NetlinkMessage.ofNeighbour(AF_INET, 0, 0, 0);
    return socket.dump("list neighbours", RTM_GETNEIGH, body).stream()
        .map(NetworkNeighbour::parse)
        .toList();
  }

  @Override
  public void close() {
    socket.close();
  }
}
