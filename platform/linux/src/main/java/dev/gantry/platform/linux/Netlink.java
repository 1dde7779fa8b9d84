package dev.gantry.platform.linux;

import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/// The links, addresses and routes of one network namespace: an rtnetlink socket. See
/// [rtnetlink(7)](https://man7.org/linux/man-pages/man7/rtnetlink.7.html).
///
/// A socket belongs to the namespace of the thread that opened it and can then be used by any
/// thread. Calls take microseconds, unless another process holds the kernel's network lock.
public final class Netlink implements AutoCloseable {
  static final int AF_NETLINK = 16;
  static final int AF_INET = 2;
  static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
  static final int SOL_NETLINK = 270;
  static final int RECEIVE_BUFFER_SIZE = 16 * 1024;
  private static final int NETLINK_ROUTE = 0;
  private static final int NETLINK_CAP_ACK = 10;
  private static final int NETLINK_EXT_ACK = 11;

  private static final int REQUEST = 1;
  private static final int ACK = 4;
  private static final int DUMP = 0x300;
  private static final int DUMP_INTERRUPTED = 0x10;

  private static final int RTM_GETLINK = 18;
  private static final int RTM_GETADDR = 22;
  private static final int RTM_GETROUTE = 26;
  private static final int RTM_GETNEIGH = 30;
  private static final int IFLA_IFNAME = 3;

  private final Fd socket;
  private final ReentrantLock lock = new ReentrantLock();
  private int sequence; // guarded by lock

  private Netlink(Fd socket) {
    this.socket = socket;
  }

  /// Opens a socket in the network namespace of the calling thread.
  public static Netlink open() throws ErrnoException {
    var socket = openSocket(NETLINK_ROUTE, 0, 0);
    try (var call = new NativeCall()) {
      var on = call.allocate(4);
      on.set(ValueLayout.JAVA_INT, 0, 1);
      for (int option : new int[] {NETLINK_CAP_ACK, NETLINK_EXT_ACK}) {
        call.invoke(
            Syscall.SETSOCKOPT, call.fd(socket), SOL_NETLINK, option, on.address(), on.byteSize());
      }
      return new Netlink(socket);
    } catch (ErrnoException e) {
      socket.close();
      throw e;
    }
  }

  /// A bound netlink socket that receives the notifications of some groups, given as bits.
  static Fd openSocket(int protocol, int socketFlags, int groups) throws ErrnoException {
    try (var call = new NativeCall()) {
      var socket =
          Fd.adopt(
              call.invoke(Syscall.SOCKET, AF_NETLINK, SOCK_RAW_CLOEXEC | socketFlags, protocol));
      var address = call.allocate(12);
      address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_NETLINK);
      address.set(ValueLayout.JAVA_INT, 8, groups);
      try {
        call.invoke(Syscall.BIND, socket.number(), address.address(), address.byteSize());
      } catch (ErrnoException e) {
        socket.close();
        throw e;
      }
      return socket;
    }
  }

  /// Executes requests in their order with one message to the kernel. The kernel goes on after
  /// a request that fails; the first failure is thrown in the end.
  public void execute(NetlinkRequest... requests) throws ErrnoException {
    lock.lock();
    try {
      var message = new byte[0];
      int first = sequence + 1;
      for (NetlinkRequest request : requests) {
        request.namespace().ifPresent(Fd::acquire);
        var next = message(request.type(), request.flags() | REQUEST | ACK, request.body());
        int end = message.length;
        message = Arrays.copyOf(message, end + next.length);
        System.arraycopy(next, 0, message, end, next.length);
      }
      try {
        socket.writeFully(message);
        awaitAcknowledgements(first, requests);
      } finally {
        for (NetlinkRequest request : requests) {
          request.namespace().ifPresent(Fd::release);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void awaitAcknowledgements(int first, NetlinkRequest[] requests) throws ErrnoException {
    Optional<ErrnoException> failure = Optional.empty();
    int outstanding = requests.length;
    while (outstanding > 0) {
      for (NetlinkReply reply : receive()) {
        int index = reply.sequence() - first;
        if (reply.type() != NetlinkReply.ERROR || index < 0 || index >= requests.length) {
          continue;
        }
        outstanding--;
        if (reply.errno() != 0 && failure.isEmpty()) {
          failure = Optional.of(failure(requests[index].description(), reply));
        }
      }
    }
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  public List<NetworkLink> links() throws ErrnoException {
    return dump("list links", RTM_GETLINK, NetlinkMessage.ofLink(0, 0, 0, 0), 16).stream()
        .map(NetworkLink::parse)
        .toList();
  }

  /// Looks a link up by name.
  public Optional<NetworkLink> findLink(String name) throws ErrnoException {
    lock.lock();
    try {
      var body = NetlinkMessage.ofLink(0, 0, 0, 0).attribute(IFLA_IFNAME, name).bytes();
      socket.writeFully(message(RTM_GETLINK, REQUEST, body));
      while (true) {
        for (NetlinkReply reply : receive()) {
          if (reply.sequence() != sequence) {
            continue;
          }
          if (reply.type() != NetlinkReply.ERROR) {
            return Optional.of(NetworkLink.parse(reply));
          }
          if (reply.errno() == Errno.ENODEV.number()) {
            return Optional.empty();
          }
          throw failure("find link " + name, reply);
        }
      }
    } finally {
      lock.unlock();
    }
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
    return dump("list addresses", RTM_GETADDR, NetlinkMessage.ofAddress(0, 0), 8).stream()
        .map(LinkAddress::parse)
        .toList();
  }

  /// The IPv4 routes of the main table.
  public List<NetworkRoute> routes() throws ErrnoException {
    return dump("list routes", RTM_GETROUTE, NetlinkMessage.ofRoute(0, 0, 0, 0, 0), 12).stream()
        .filter(NetworkRoute::isMain)
        .map(NetworkRoute::parse)
        .toList();
  }

  /// The index of the link that the IPv4 default route leads out of.
  public OptionalInt defaultRouteLink() throws ErrnoException {
    Predicate<NetworkRoute> isDefault =
        route -> route.prefixLength() == 0 && route.linkIndex().isPresent();
    return routes().stream()
        .filter(isDefault)
        .mapToInt(route -> route.linkIndex().getAsInt())
        .findFirst();
  }

  /// The IPv4 neighbours of all links.
  public List<NetworkNeighbour> neighbours() throws ErrnoException {
    return dump("list neighbours", RTM_GETNEIGH, NetlinkMessage.ofNeighbour(AF_INET, 0, 0, 0), 12)
        .stream()
        .map(NetworkNeighbour::parse)
        .toList();
  }

  private List<NetlinkReply> dump(String description, int type, NetlinkMessage body, int fixedSize)
      throws ErrnoException {
    lock.lock();
    try {
      while (true) {
        socket.writeFully(message(type, REQUEST | DUMP, body.bytes()));
        var replies = receiveDump(description, fixedSize);
        if (replies.isPresent()) {
          return replies.get();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /// Empty when the configuration changed while the kernel was listing it.
  private Optional<List<NetlinkReply>> receiveDump(String description, int fixedSize)
      throws ErrnoException {
    List<NetlinkReply> replies = new ArrayList<>();
    boolean interrupted = false;
    while (true) {
      for (NetlinkReply reply : receive()) {
        if (reply.sequence() != sequence) {
          continue;
        }
        interrupted |= (reply.flags() & DUMP_INTERRUPTED) != 0;
        if (reply.type() == NetlinkReply.DONE || reply.type() == NetlinkReply.ERROR) {
          if (reply.errno() != 0) {
            throw failure(description, reply);
          }
          return interrupted ? Optional.empty() : Optional.of(replies);
        }
        if (reply.body().limit() >= fixedSize) {
          replies.add(reply);
        }
      }
    }
  }

  private byte[] message(int type, int flags, byte[] body) {
    int length = NetlinkMessage.HEADER_SIZE + body.length;
    return ByteBuffer.allocate((length + 3) & ~3)
        .order(ByteOrder.nativeOrder())
        .putInt(length)
        .putShort((short) type)
        .putShort((short) flags)
        .putInt(++sequence)
        .putInt(0)
        .put(body)
        .array();
  }

  private List<NetlinkReply> receive() throws ErrnoException {
    var datagram = ByteBuffer.allocate(RECEIVE_BUFFER_SIZE).order(ByteOrder.nativeOrder());
    socket.read(datagram);
    return NetlinkReply.parse(datagram.flip());
  }

  private static ErrnoException failure(String description, NetlinkReply reply) {
    var text = reply.errorText();
    return new ErrnoException(
        "netlink", text.isEmpty() ? description : description + " (" + text + ")", reply.errno());
  }

  @Override
  public void close() {
    socket.close();
  }
}
