package dev.gantry.platform.linux;

import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// A netlink socket on which requests are answered one after the other. See
/// [netlink(7)](https://man7.org/linux/man-pages/man7/netlink.7.html).
///
/// Belongs to the network namespace of the thread that opened it; any thread may use it.
final class NetlinkSocket implements AutoCloseable {
  static final int ROUTE = 0;
  static final int NETFILTER = 12;
  static final int NON_BLOCKING = 0x800;
  static final int RECEIVE_BUFFER_SIZE = 16 * 1024;

  private static final int AF_NETLINK = 16;
  private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
  private static final int SOL_NETLINK = 270;
  private static final int NETLINK_CAP_ACK = 10;
  private static final int NETLINK_EXT_ACK = 11;

  private static final int REQUEST = 1;
  private static final int ACK = 4;
  private static final int DUMP = 0x300;
  private static final int DUMP_INTERRUPTED = 0x10;

  private final Fd socket;
  private final ReentrantLock lock = new ReentrantLock();
  private int sequence; // guarded by lock

  private NetlinkSocket(Fd socket) {
    this.socket = socket;
  }

  static NetlinkSocket open(int protocol) throws ErrnoException {
    var socket = openDescriptor(protocol, 0, 0);
    try (var call = new NativeCall()) {
      var on = call.allocate(4);
      on.set(ValueLayout.JAVA_INT, 0, 1);
      for (int option : new int[] {NETLINK_CAP_ACK, NETLINK_EXT_ACK}) {
        call.invoke(
            Syscall.SETSOCKOPT, call.fd(socket), SOL_NETLINK, option, on.address(), on.byteSize());
      }
      return new NetlinkSocket(socket);
    } catch (ErrnoException e) {
      socket.close();
      throw e;
    }
  }

  /// A bound netlink socket that receives the notifications of some groups, given as bits.
  static Fd openDescriptor(int protocol, int socketFlags, int groups) throws ErrnoException {
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
  void execute(NetlinkRequest... requests) throws ErrnoException {
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

  /// Asks for one thing; empty when the kernel says that there is no such thing.
  ///
  /// @param absent the errno by which it says so
  Optional<NetlinkReply> find(String description, int type, NetlinkMessage body, Errno absent)
      throws ErrnoException {
    lock.lock();
    try {
      socket.writeFully(message(type, REQUEST, body.bytes()));
      while (true) {
        for (NetlinkReply reply : receive()) {
          if (reply.sequence() != sequence) {
            continue;
          }
          if (reply.type() != NetlinkReply.ERROR) {
            return Optional.of(reply);
          }
          if (reply.errno() == absent.number()) {
            return Optional.empty();
          }
          throw failure(description, reply);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /// Asks for everything of a kind.
  List<NetlinkReply> dump(String description, int type, NetlinkMessage body) throws ErrnoException {
    lock.lock();
    try {
      while (true) {
        socket.writeFully(message(type, REQUEST | DUMP, body.bytes()));
        var replies = receiveDump(description);
        if (replies.isPresent()) {
          return replies.get();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /// Empty when things changed while the kernel was listing them.
  private Optional<List<NetlinkReply>> receiveDump(String description) throws ErrnoException {
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
        replies.add(reply);
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
