package dev.gantry.engine.network;

import dev.gantry.platform.linux.ErrnoException;
import dev.gantry.platform.linux.Netlink;
import java.net.Inet4Address;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The networks that are always there: `bridge`, `host` and `none`.
final class DefaultNetworks {
  static final String BRIDGE = "bridge";
  private static final Logger LOG = LoggerFactory.getLogger(DefaultNetworks.class);

  private final NetworkConfig config;
  private final NetworkState state;
  private final Netlink host;
  private final List<Inet4Address> nameServers;
  private final InstantSource clock;

  /// @param nameServers those that the host asks, whose addresses no network of ours may cover
  DefaultNetworks(
      NetworkConfig config,
      NetworkState state,
      Netlink host,
      List<Inet4Address> nameServers,
      InstantSource clock) {
    this.config = config;
    this.state = state;
    this.host = host;
    this.nameServers = nameServers;
    this.clock = clock;
  }

  /// Records what is missing and returns the default bridge network, whose subnet is as
  /// configured, or one that nobody else on this host uses.
  Network ensure() throws ErrnoException {
    var stored = state.networks();
    record(stored, "host", NetworkDriver.HOST);
    record(stored, "none", NetworkDriver.NONE);
    var present = find(stored, BRIDGE);
    if (present.isPresent() && !state.leases(present.get().id()).isEmpty()) {
      warnIfConfiguredOtherwise(present.get());
      return present.get();
    }
    var pool = choosePool(present);
    var network = bridgeNetwork(present, pool);
    if (!present.equals(Optional.of(network))) {
      state.put(network);
    }
    return network;
  }

  private static Optional<Network> find(List<Network> networks, String name) {
    return networks.stream().filter(network -> network.name().equals(name)).findFirst();
  }

  private void record(List<Network> stored, String name, NetworkDriver driver) {
    if (find(stored, name).isEmpty()) {
      state.put(
          new Network(
              NetworkId.random(),
              name,
              driver,
              clock.instant(),
              List.of(),
              false,
              Map.of(),
              Map.of()));
    }
  }

  private Network bridgeNetwork(Optional<Network> present, AddressPool pool) {
    return new Network(
        present.map(Network::id).orElseGet(NetworkId::random),
        BRIDGE,
        NetworkDriver.BRIDGE,
        present.map(Network::created).orElseGet(clock::instant),
        List.of(pool),
        false,
        Map.of(
            "com.docker.network.bridge.default_bridge",
            "true",
            "com.docker.network.bridge.enable_icc",
            "true",
            "com.docker.network.bridge.enable_ip_masquerade",
            "true",
            "com.docker.network.bridge.host_binding_ipv4",
            "0.0.0.0",
            Network.BRIDGE_NAME_OPTION,
            config.bridge()),
        Map.of());
  }

  private void warnIfConfiguredOtherwise(Network network) {
    var gateway = network.pools().getFirst().gatewayOnLink();
    if (config.bridgeAddress().isPresent() && !config.bridgeAddress().get().equals(gateway)) {
      LOG.warn(
          "bridge keeps its address while containers run bridge={} address={} configured={}",
          config.bridge(),
          gateway,
          config.bridgeAddress().get());
    }
  }

  /// In this order: as configured; as before; as the bridge has it from an earlier life; the
  /// first free one of the templates.
  private AddressPool choosePool(Optional<Network> present) throws ErrnoException {
    if (config.bridgeAddress().isPresent()) {
      return pool(config.bridgeAddress().get());
    }
    var used = subnetsOfOthers();
    var candidates =
        Stream.concat(
            present.stream().map(network -> network.pools().getFirst()),
            bridgeAddresses().stream().map(DefaultNetworks::pool));
    return candidates
        .filter(pool -> used.stream().noneMatch(pool.subnet()::overlaps))
        .findFirst()
        .orElseGet(() -> AddressPool.of(PoolChooser.choose(config.defaultPools(), used)));
  }

  private static AddressPool pool(InterfaceAddress address) {
    return new AddressPool(address.subnet(), address.ip(), address.subnet());
  }

  private List<InterfaceAddress> bridgeAddresses() throws ErrnoException {
    var bridge = bridgeIndex();
    return host.addresses().stream()
        .filter(address -> bridge.equals(OptionalInt.of(address.linkIndex())))
        .map(address -> new InterfaceAddress(address.ip(), address.prefixLength()))
        .toList();
  }

  private OptionalInt bridgeIndex() throws ErrnoException {
    return host.findLink(config.bridge()).stream().mapToInt(link -> link.index()).findFirst();
  }

  /// What other links lead to, and the name servers the host asks.
  private List<Subnet> subnetsOfOthers() throws ErrnoException {
    var bridge = bridgeIndex();
    List<Subnet> used = new ArrayList<>();
    host.routes().stream()
        .filter(route -> route.destination().isPresent() && route.prefixLength() > 0)
        .filter(route -> bridge.isEmpty() || !route.linkIndex().equals(bridge))
        .map(route -> new Subnet(route.destination().get(), route.prefixLength()))
        .forEach(used::add);
    host.addresses().stream()
        .filter(address -> bridge.isEmpty() || address.linkIndex() != bridge.getAsInt())
        .map(address -> new Subnet(address.ip(), address.prefixLength()))
        .forEach(used::add);
    nameServers.stream().map(server -> new Subnet(server, 32)).forEach(used::add);
    return used;
  }
}
