package dev.gantry.platform.linux;

import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Tells of changes to the links, addresses and nftables rules of a network namespace.
///
/// Belongs to the namespace of the thread that opened it. What happens after [#open] is
/// reported, in the order of each subsystem; when the kernel's buffer overflows, an
/// [NetlinkEvent.EventsLost] stands for what is missing.
public final class NetlinkMonitor implements AutoCloseable {
  /// Groups as bits: RTNLGRP_LINK is number 1, RTNLGRP_IPV4_IFADDR 5, NFNLGRP_NFTABLES 7.
  private static final int ROUTE_GROUPS = 1 | 1 << 4;

  private static final int NFTABLES_GROUP = 1 << 6;

  private static final int RTM_NEWLINK = 16;
  private static final int RTM_DELLINK = 17;
  private static final int RTM_NEWADDR = 20;
  private static final int RTM_DELADDR = 21;
  private static final int AF_UNSPEC = 0;
  private static final int NFTABLES_SUBSYSTEM = 10;
  private static final int TABLE_NAME = 1;

  private static final int EFD_CLOEXEC = 0x80000;
  private static final int POLLIN = 1;
  private static final int POLL_ENTRY_SIZE = 8;

  private final Fd route;
  private final Fd nftables;
  private final Fd wakeUp;
  private volatile boolean closed;

  private NetlinkMonitor(Fd route, Fd nftables, Fd wakeUp) {
    this.route = route;
    this.nftables = nftables;
    this.wakeUp = wakeUp;
  }

  /// Starts listening in the network namespace of the calling thread.
  public static NetlinkMonitor open() throws ErrnoException {
    var route =
        NetlinkSocket.openDescriptor(NetlinkSocket.ROUTE, NetlinkSocket.NON_BLOCKING, ROUTE_GROUPS);
    try {
      var nftables =
          NetlinkSocket.openDescriptor(
              NetlinkSocket.NETFILTER, NetlinkSocket.NON_BLOCKING, NFTABLES_GROUP);
      try {
        var wakeUp = Fd.adopt(NativeCall.call(Syscall.EVENTFD2, 0, EFD_CLOEXEC));
        return new NetlinkMonitor(route, nftables, wakeUp);
      } catch (ErrnoException e) {
        nftables.close();
        throw e;
      }
    } catch (ErrnoException e) {
      route.close();
      throw e;
    }
  }

  /// Waits until something has happened and returns all of it, or nothing once the monitor is
  /// closed. Waits in a native call: for platform threads only.
  public List<NetlinkEvent> take() throws ErrnoException {
    List<NetlinkEvent> events = new ArrayList<>();
    try {
      while (!closed && events.isEmpty()) {
        awaitInput();
        drain(route, events);
        drain(nftables, events);
      }
    } catch (IllegalStateException e) {
      if (!closed) {
        throw e;
      }
    }
    return closed ? List.of() : events;
  }

  private void awaitInput() throws ErrnoException {
    try (var call = new NativeCall()) {
      Fd[] sources = {route, nftables, wakeUp};
      var entries = call.allocate((long) sources.length * POLL_ENTRY_SIZE);
      for (int i = 0; i < sources.length; i++) {
        entries.set(ValueLayout.JAVA_INT, (long) i * POLL_ENTRY_SIZE, call.fd(sources[i]));
        entries.set(ValueLayout.JAVA_SHORT, (long) i * POLL_ENTRY_SIZE + 4, (short) POLLIN);
      }
      call.invoke(Syscall.PPOLL, entries.address(), sources.length);
    }
  }

  private static void drain(Fd socket, List<NetlinkEvent> events) throws ErrnoException {
    var datagram =
        ByteBuffer.allocate(NetlinkSocket.RECEIVE_BUFFER_SIZE).order(ByteOrder.nativeOrder());
    while (true) {
      try {
        socket.read(datagram.clear());
      } catch (ErrnoException e) {
        if (e.is(Errno.ENOBUFS)) {
          events.add(new NetlinkEvent.EventsLost());
          continue;
        }
        if (e.is(Errno.EAGAIN)) {
          return;
        }
        throw e;
      }
      for (NetlinkReply message : NetlinkReply.parse(datagram.flip())) {
        event(message).ifPresent(events::add);
      }
    }
  }

  private static Optional<NetlinkEvent> event(NetlinkReply message) {
    return switch (message.type()) {
      case RTM_NEWLINK, RTM_DELLINK -> linkEvent(message);
      case RTM_NEWADDR, RTM_DELADDR ->
          Optional.of(
              new NetlinkEvent.AddressChanged(
                  LinkAddress.parse(message), message.type() == RTM_DELADDR));
      default -> message.type() >> 8 == NFTABLES_SUBSYSTEM ? rulesEvent(message) : Optional.empty();
    };
  }

  /// A link leaving a bridge is also announced as "deleted" by the bridge family, which isn't
  /// meant here.
  private static Optional<NetlinkEvent> linkEvent(NetlinkReply message) {
    return message.body().get(0) != AF_UNSPEC
        ? Optional.empty()
        : Optional.of(
            new NetlinkEvent.LinkChanged(
                NetworkLink.parse(message), message.type() == RTM_DELLINK));
  }

  /// Messages come in triples: new, get, delete.
  private static Optional<NetlinkEvent> rulesEvent(NetlinkReply message) {
    int number = message.type() & 0xff;
    var object =
        switch (number) {
          case 0, 2 -> NftablesObject.TABLE;
          case 3, 5 -> NftablesObject.CHAIN;
          case 6, 8 -> NftablesObject.RULE;
          case 9, 11 -> NftablesObject.SET;
          case 12, 14 -> NftablesObject.ELEMENT;
          default -> NftablesObject.OTHER;
        };
    boolean deleted =
        switch (number) {
          case 2, 5, 8, 11, 14 -> true;
          default -> false;
        };
    var family = NftablesFamily.find(message.body().get(0));
    var table = message.attributes(4).text(TABLE_NAME);
    if (object == NftablesObject.OTHER || family.isEmpty() || table.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new NetlinkEvent.RulesChanged(family.get(), table.get(), object, deleted));
  }

  /// Lets [#take] return.
  @Override
  public void close() {
    closed = true;
    try {
      wakeUp.writeFully(ByteBuffer.allocate(8).order(ByteOrder.nativeOrder()).putLong(0, 1));
    } catch (ErrnoException | IllegalStateException e) {
      // Closed already: nobody is waiting.
    }
    // The descriptors themselves stay open until the wait has ended.
    route.close();
    nftables.close();
    wakeUp.close();
  }
}
