package dev.gantry.engine.network;

import dev.gantry.platform.errors.FailedPreconditionException;
import dev.gantry.platform.linux.Errno;
import dev.gantry.platform.linux.ErrnoException;
import dev.gantry.platform.linux.Fd;
import dev.gantry.platform.linux.LinkAddress;
import dev.gantry.platform.linux.MacAddress;
import dev.gantry.platform.linux.Netlink;
import dev.gantry.platform.linux.NetlinkRequest;
import dev.gantry.platform.linux.NetworkLink;
import dev.gantry.platform.linux.OpenFlag;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The interfaces of one bridge network: the bridge itself, and a veth pair for each endpoint.
final class BridgeLinks {
  private static final int DEFAULT_MTU = 1500;

  private final Netlink host;
  private final InterfaceNames names;
  private final String bridge;
  private final AddressPool pool;
  private final OptionalInt configuredMtu;

  BridgeLinks(
      Netlink host,
      InterfaceNames names,
      String bridge,
      AddressPool pool,
      OptionalInt configuredMtu) {
    this.host = host;
    this.names = names;
    this.bridge = bridge;
    this.pool = pool;
    this.configuredMtu = configuredMtu;
  }

  /// Makes the bridge what it should be, creating it when it is missing, and returns its index.
  int ensureBridge() throws ErrnoException {
    var present = host.findLink(bridge);
    if (present.isPresent() && !present.get().kind().equals(Optional.of("bridge"))) {
      throw new FailedPreconditionException(
          "interface " + bridge + " exists and is not a bridge: choose another with --bridge");
    }
    if (present.isEmpty()) {
      var mac = MacAddress.of(pool.gateway());
      host.execute(NetlinkRequest.createBridge(bridge, mac, mtu()));
    }
    // Before the first packet: no IPv6 on the bridge, whose neighbours are untrusted; packets
    // from 127.0.0.1, translated to a container, may leave through it (the rules of [Ruleset]
    // see to it that none comes in).
    Sysctl.writeIfPresent("1", "ipv6", "conf", bridge, "disable_ipv6");
    Sysctl.writeIfPresent("0", "ipv6", "conf", bridge, "accept_ra");
    Sysctl.write("1", "ipv4", "conf", bridge, "route_localnet");
    Sysctl.write("1", "ipv4", "ip_forward");
    int index = host.linkIndex(bridge);
    host.execute(
        NetlinkRequest.addAddress(index, pool.gateway(), pool.subnet().prefixLength()),
        NetlinkRequest.up(bridge));
    return index;
  }

  /// Whether bridge and address are there.
  boolean bridgeIsIntact() throws ErrnoException {
    var link = host.findLink(bridge);
    if (link.isEmpty() || !link.get().up()) {
      return false;
    }
    var address = new LinkAddress(link.get().index(), pool.gateway(), pool.subnet().prefixLength());
    return host.addresses().contains(address);
  }

  private int mtu() throws ErrnoException {
    if (configuredMtu.isPresent()) {
      return configuredMtu.getAsInt();
    }
    var exit = host.defaultRouteLink();
    return host.links().stream()
        .filter(link -> exit.isPresent() && link.index() == exit.getAsInt())
        .mapToInt(NetworkLink::mtu)
        .findFirst()
        .orElse(DEFAULT_MTU);
  }

  /// Creates an endpoint's pair of interfaces, the inner one in the sandbox from the start.
  ///
  /// @param inside a socket into the sandbox
  void plug(Endpoint endpoint, Path sandbox, Netlink inside) throws ErrnoException {
    var link = endpoint.link().orElseThrow();
    var bridgeLink = host.findLink(bridge);
    int bridgeIndex = bridgeLink.isPresent() ? bridgeLink.get().index() : ensureBridge();
    int mtu = bridgeLink.isPresent() ? bridgeLink.get().mtu() : mtu();
    var outer = names.hostInterface(endpoint.id());
    try (var pin = Fd.open(sandbox, OpenFlag.READ_ONLY)) {
      host.execute(
          NetlinkRequest.createVeth(outer, mtu, pin, link.interfaceName(), link.mac()),
          NetlinkRequest.enslave(outer, bridgeIndex),
          NetlinkRequest.hairpin(outer));
    }
    int inner = inside.linkIndex(link.interfaceName());
    var address = link.address();
    inside.execute(
        NetlinkRequest.addAddress(inner, address.ip(), address.prefixLength()),
        NetlinkRequest.up(link.interfaceName()));
    // A second network doesn't take the default route away from the first.
    if (link.gateway().isPresent() && inside.defaultRouteLink().isEmpty()) {
      inside.execute(NetlinkRequest.addDefaultRoute(link.gateway().get(), inner));
    }
    settle(outer, link.mac());
  }

  /// Makes an endpoint reachable at once.
  ///
  /// Left alone, the kernel acts upon the carrier that has just come in its own time, and until
  /// then drops what the host sends, so that the first connection waits a second for its
  /// repetition. Asking for one link's state makes it act (since Linux 6.9). And the bridge may
  /// have learned the station behind the port of the address's former owner.
  private void settle(String outer, MacAddress mac) throws ErrnoException {
    host.execute(NetlinkRequest.addStation(host.linkIndex(outer), mac));
    host.findLink(bridge);
  }

  /// Attaches an endpoint's outer interface to the bridge again.
  void enslave(Endpoint endpoint) throws ErrnoException {
    var outer = names.hostInterface(endpoint.id());
    host.execute(
        NetlinkRequest.enslave(outer, host.linkIndex(bridge)), NetlinkRequest.hairpin(outer));
    settle(outer, endpoint.link().orElseThrow().mac());
  }

  /// Deletes an endpoint's pair of interfaces, if it is there.
  void unplug(Endpoint endpoint) throws ErrnoException {
    deleteIfPresent(names.hostInterface(endpoint.id()));
  }

  /// Which of the endpoints lack their outer interface, or have it off the bridge.
  List<Endpoint> unplugged(List<Endpoint> endpoints) throws ErrnoException {
    var links = host.links();
    var bridgeIndex =
        links.stream()
            .filter(link -> link.name().equals(bridge))
            .mapToInt(NetworkLink::index)
            .findFirst();
    return endpoints.stream()
        .filter(
            endpoint ->
                links.stream()
                    .noneMatch(
                        link ->
                            link.name().equals(names.hostInterface(endpoint.id()))
                                && link.master().equals(bridgeIndex)))
        .toList();
  }

  /// Deletes interfaces with names of ours that belong to none of the endpoints.
  ///
  /// @param endpoints asked after the interfaces, since a new endpoint is recorded before its
  ///     interface is made
  void deleteStrays(Supplier<List<Endpoint>> endpoints) throws ErrnoException {
    var present =
        host.links().stream()
            .map(NetworkLink::name)
            .filter(name -> name.startsWith(names.prefix()))
            .toList();
    var owned =
        endpoints.get().stream()
            .map(endpoint -> names.hostInterface(endpoint.id()))
            .collect(Collectors.toSet());
    for (String name : present) {
      if (!owned.contains(name)) {
        deleteIfPresent(name);
      }
    }
  }

  boolean hasInterface(Endpoint endpoint) throws ErrnoException {
    return host.findLink(names.hostInterface(endpoint.id())).isPresent();
  }

  void removeBridge() throws ErrnoException {
    deleteIfPresent(bridge);
  }

  private void deleteIfPresent(String name) throws ErrnoException {
    try {
      host.execute(NetlinkRequest.deleteLink(name));
    } catch (ErrnoException e) {
      if (!e.is(Errno.ENODEV)) {
        throw e;
      }
    }
  }
}
