package dev.gantry.engine.network;

import dev.gantry.platform.errors.ConflictException;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Chooses and occupies the host ports of published ports.
final class HostPorts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HostPorts.class);
  private static final InetAddress ANY_IPV4 = InetAddress.ofLiteral("0.0.0.0");
  private static final InetAddress ANY_IPV6 = InetAddress.ofLiteral("::");

  /// Wishes for a certain port first, so that a free choice doesn't take it away; then as
  /// docker sorts.
  private static final Comparator<PortMapping> ORDER =
      Comparator.comparingInt((PortMapping mapping) -> mapping.isExact() ? 0 : 1)
          .thenComparing(PortMapping::containerPort)
          .thenComparingInt(PortMapping::firstHostPort);

  private final int firstDynamicPort;
  private final int lastDynamicPort;
  private final boolean ipv6;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<EndpointId, List<HostPort>> occupied = new HashMap<>(); // guarded by lock
  private int nextDynamicPort; // guarded by lock

  /// @param firstDynamicPort the first of the ports to choose from when any will do
  /// @param ipv6 whether the host has IPv6 addresses
  private HostPorts(int firstDynamicPort, int lastDynamicPort, boolean ipv6) {
    this.firstDynamicPort = firstDynamicPort;
    this.lastDynamicPort = lastDynamicPort;
    this.ipv6 = ipv6;
    this.nextDynamicPort = firstDynamicPort;
  }

  static HostPorts open() throws IOException {
    var range = Sysctl.read("ipv4", "ip_local_port_range").split("\\s+", 2);
    return new HostPorts(Integer.parseInt(range[0]), Integer.parseInt(range[1]), hasIpv6());
  }

  private static boolean hasIpv6() {
    try (var listener = ServerSocketChannel.open()) {
      listener.bind(new InetSocketAddress(InetAddress.ofLiteral("::1"), 0));
      return true;
    } catch (IOException | UnsupportedAddressTypeException | UnsupportedOperationException e) {
      return false;
    }
  }

  /// Occupies host ports for all that a request wants published: everything or, with a Conflict
  /// in docker's words, nothing.
  List<PublishedPort> publish(EndpointId endpoint, EndpointRequest request, Inet4Address ip) {
    List<PublishedPort> published = new ArrayList<>();
    try {
      for (PortMapping mapping : wishes(request)) {
        published.addAll(publish(endpoint, mapping, ip));
      }
      return published;
    } catch (IOException e) {
      release(endpoint);
      throw new ConflictException(
          "driver failed programming external connectivity on endpoint %s (%s): %s"
              .formatted(request.name(), endpoint, e.getMessage()),
          e);
    } catch (RuntimeException e) {
      release(endpoint);
      throw e;
    }
  }

  private static List<PortMapping> wishes(EndpointRequest request) {
    var mapped =
        request.ports().stream().map(PortMapping::containerPort).collect(Collectors.toSet());
    var exposed = request.publishAll() ? request.exposedPorts() : Set.<ContainerPort>of();
    return Stream.concat(
            request.ports().stream(),
            exposed.stream()
                .filter(port -> !mapped.contains(port))
                .map(port -> PortMapping.parse(port, "", "")))
        .sorted(ORDER)
        .toList();
  }

  private List<PublishedPort> publish(EndpointId endpoint, PortMapping mapping, Inet4Address ip)
      throws IOException {
    var address = mapping.hostAddress().orElse(ANY_IPV4);
    var container = new InetSocketAddress(ip, mapping.containerPort().port());
    IOException last = new BindException("no port of the range is free");
    for (int port : candidates(mapping).toArray()) {
      try {
        occupy(endpoint, mapping.containerPort().protocol(), address, port, container);
        return published(mapping, address, port);
      } catch (PortAllocatedException e) {
        last = e;
      } catch (SocketException e) {
        last =
            new BindException(
                "failed to bind host port for %s:%d:%s:%s: %s"
                    .formatted(
                        bracketed(address),
                        port,
                        ip.getHostAddress(),
                        mapping.containerPort(),
                        lowerFirst(String.valueOf(e.getMessage()))));
      }
    }
    throw last;
  }

  private IntStream candidates(PortMapping mapping) {
    if (!mapping.anyHostPort()) {
      return IntStream.rangeClosed(mapping.firstHostPort(), mapping.lastHostPort());
    }
    int size = lastDynamicPort - firstDynamicPort + 1;
    int start = nextDynamicPort();
    return IntStream.range(0, size)
        .map(step -> firstDynamicPort + (start - firstDynamicPort + step) % size);
  }

  /// Ports are handed out in turn, so one that was just released rests for a while.
  private int nextDynamicPort() {
    lock.lock();
    try {
      int next = nextDynamicPort;
      nextDynamicPort = next == lastDynamicPort ? firstDynamicPort : next + 1;
      return next;
    } finally {
      lock.unlock();
    }
  }

  private void occupy(
      EndpointId endpoint,
      Protocol protocol,
      InetAddress address,
      int port,
      InetSocketAddress container)
      throws IOException {
    var bindAddress = address.equals(ANY_IPV4) && ipv6 ? ANY_IPV6 : address;
    if (address instanceof Inet6Address && !ipv6) {
      throw new SocketException("Address family not supported by protocol");
    }
    lock.lock();
    try {
      boolean taken =
          occupied.values().stream()
              .flatMap(List::stream)
              .anyMatch(hostPort -> hostPort.collidesWith(protocol, address, port));
      if (taken) {
        throw new PortAllocatedException(
            "Bind for %s:%d failed: port is already allocated".formatted(bracketed(address), port));
      }
      var hostPort = HostPort.bind(protocol, bindAddress, port, container);
      occupied.computeIfAbsent(endpoint, _ -> new ArrayList<>()).add(hostPort);
    } finally {
      lock.unlock();
    }
  }

  /// What to tell about a port. IPv6 is served for TCP only.
  private List<PublishedPort> published(PortMapping mapping, InetAddress address, int port) {
    var first = new PublishedPort(mapping.containerPort(), address, port);
    boolean bothFamilies =
        mapping.hostAddress().isEmpty()
            && ipv6
            && mapping.containerPort().protocol() == Protocol.TCP;
    return bothFamilies
        ? List.of(first, new PublishedPort(mapping.containerPort(), ANY_IPV6, port))
        : List.of(first);
  }

  /// Occupies the ports of an endpoint from before a restart. A process that took one meanwhile
  /// keeps it, but packets from outside go to the container all the same.
  void occupyAgain(Endpoint endpoint) {
    if (endpoint.link().isEmpty()) {
      return;
    }
    var ip = endpoint.link().get().address().ip();
    for (PublishedPort port : endpoint.ports()) {
      if (port.hostAddress().equals(ANY_IPV6) && isWildcardPair(endpoint, port)) {
        continue; // comes with its IPv4 twin
      }
      var container = new InetSocketAddress(ip, port.containerPort().port());
      try {
        occupy(
            endpoint.id(),
            port.containerPort().protocol(),
            port.hostAddress(),
            port.hostPort(),
            container);
      } catch (IOException e) {
        LOG.warn(
            "cannot occupy a published port again endpoint={} port={}: {}",
            endpoint.id(),
            port,
            e.getMessage());
      }
    }
  }

  private static boolean isWildcardPair(Endpoint endpoint, PublishedPort port) {
    return endpoint
        .ports()
        .contains(new PublishedPort(port.containerPort(), ANY_IPV4, port.hostPort()));
  }

  /// Frees all ports of an endpoint.
  void release(EndpointId endpoint) {
    lock.lock();
    try {
      occupied.getOrDefault(endpoint, List.of()).forEach(HostPorts::close);
      occupied.remove(endpoint);
    } finally {
      lock.unlock();
    }
  }

  private static void close(HostPort port) {
    try {
      port.close();
    } catch (IOException e) {
      LOG.warn("cannot close a host port port={}: {}", port, e.getMessage());
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      List.copyOf(occupied.keySet()).forEach(this::release);
    } finally {
      lock.unlock();
    }
  }

  private static String bracketed(InetAddress address) {
    if (address.equals(ANY_IPV6)) {
      return "[::]";
    }
    return address instanceof Inet6Address
        ? "[" + address.getHostAddress() + "]"
        : address.getHostAddress();
  }

  private static String lowerFirst(String text) {
    return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
  }

  /// Another of our containers has the port.
  private static final class PortAllocatedException extends IOException {
    PortAllocatedException(String message) {
      super(message);
    }
  }
}
