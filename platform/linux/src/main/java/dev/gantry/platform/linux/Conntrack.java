package dev.gantry.platform.linux;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// The connections that the kernel tracks for address translation.
///
/// A connection is translated as its first packet was, however the rules change. For TCP that
/// is right. But whoever keeps sending datagrams from one port keeps one "connection" alive for
/// ever, so it has to be forgotten when the rules for it change. See
/// [conntrack(8)](https://man7.org/linux/man-pages/man8/conntrack.8.html).
public final class Conntrack implements AutoCloseable {
  private static final int SUBSYSTEM = 1 << 8;
  private static final int GET = SUBSYSTEM | 1;
  private static final int DELETE = SUBSYSTEM | 2;
  private static final int ORIGINAL_TUPLE = 1;
  private static final int NESTED = 1 << 15;

  private final NetlinkSocket socket;

  private Conntrack(NetlinkSocket socket) {
    this.socket = socket;
  }

  /// Opens a socket in the network namespace of the calling thread.
  public static Conntrack open() throws ErrnoException {
    return new Conntrack(NetlinkSocket.open(NetlinkSocket.NETFILTER));
  }

  /// Forgets the IPv4 connections that match. Takes time in proportion to all there are.
  public void forget(Predicate<TrackedConnection> matching) throws ErrnoException {
    for (NetlinkReply reply : list()) {
      var connection = TrackedConnection.parse(reply.attributes(4));
      if (connection.filter(matching).isPresent()) {
        delete(connection.get(), reply);
      }
    }
  }

  /// The IPv4 connections.
  public List<TrackedConnection> connections() throws ErrnoException {
    return list().stream()
        .map(reply -> TrackedConnection.parse(reply.attributes(4)))
        .flatMap(Optional::stream)
        .toList();
  }

  private List<NetlinkReply> list() throws ErrnoException {
    return socket.dump("list connections", GET, NetlinkMessage.ofNetfilter());
  }

  private void delete(TrackedConnection connection, NetlinkReply reply) throws ErrnoException {
    var tuple = reply.attributes(4).bytes(ORIGINAL_TUPLE).orElseThrow();
    var body = NetlinkMessage.ofNetfilter().attribute(ORIGINAL_TUPLE | NESTED, tuple);
    try {
      socket.execute(new NetlinkRequest("forget " + connection, DELETE, 0, body));
    } catch (ErrnoException e) {
      if (!e.is(Errno.ENOENT)) { // ended by itself meanwhile
        throw e;
      }
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
