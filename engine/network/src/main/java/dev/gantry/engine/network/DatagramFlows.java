package dev.gantry.engine.network;

import dev.gantry.platform.linux.Conntrack;
import dev.gantry.platform.linux.ErrnoException;
import dev.gantry.platform.linux.LinkAddress;
import dev.gantry.platform.linux.Netlink;
import dev.gantry.platform.linux.TrackedConnection;
import java.net.Inet4Address;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes senders of datagrams notice that a published port has come or gone. The kernel
/// translates their packets as it did the first of them for as long as they don't pause; a
/// client that never stops asking would never reach the container that took over the port.
final class DatagramFlows {
  private static final Logger LOG = LoggerFactory.getLogger(DatagramFlows.class);

  private final Conntrack conntrack;
  private final Netlink host;

  DatagramFlows(Conntrack conntrack, Netlink host) {
    this.conntrack = conntrack;
    this.host = host;
  }

  /// To be called after the rules of an endpoint have changed.
  void forget(Endpoint endpoint) {
    var ports =
        endpoint.ports().stream()
            .filter(port -> port.containerPort().protocol() == Protocol.UDP)
            .map(PublishedPort::hostPort)
            .collect(Collectors.toSet());
    if (ports.isEmpty() || endpoint.link().isEmpty()) {
      return;
    }
    var ip = endpoint.link().get().address().ip();
    try {
      var hostAddresses =
          host.addresses().stream().map(LinkAddress::ip).collect(Collectors.toSet());
      conntrack.forget(flow -> concerns(flow, ip, ports, hostAddresses));
    } catch (ErrnoException e) {
      LOG.warn("cannot forget datagram flows endpoint={}: {}", endpoint.id(), e.getMessage());
    }
  }

  private static boolean concerns(
      TrackedConnection flow,
      Inet4Address container,
      Set<Integer> ports,
      Set<Inet4Address> hostAddresses) {
    boolean toTheHost =
        flow.destination().isLoopbackAddress() || hostAddresses.contains(flow.destination());
    return flow.protocol() == TrackedConnection.UDP
        && (flow.answerSource().equals(container)
            || (toTheHost && ports.contains(flow.destinationPort())));
  }
}
