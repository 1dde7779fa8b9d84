package dev.gantry.engine.network;

import dev.gantry.platform.linux.MacAddress;
import java.net.Inet4Address;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A wish to connect a sandbox to a network.
///
/// @param name what messages call the endpoint: the container's name
/// @param address the address to take, or any
/// @param mac the Ethernet address to take, or the one derived from the address
/// @param aliases further names that peers on the network may use
/// @param ports ports to publish
/// @param exposedPorts ports that `publishAll` publishes on free host ports, those in `ports`
///     not again
public record EndpointRequest(
    SandboxId sandbox,
    NetworkId network,
    String name,
    Optional<Inet4Address> address,
    Optional<MacAddress> mac,
    List<String> aliases,
    List<PortMapping> ports,
    Set<ContainerPort> exposedPorts,
    boolean publishAll) {

  public EndpointRequest {
    aliases = List.copyOf(aliases);
    ports = List.copyOf(ports);
    exposedPorts = Set.copyOf(exposedPorts);
  }

  /// A plain connection: any address, nothing published.
  public static EndpointRequest of(SandboxId sandbox, NetworkId network, String name) {
    return new EndpointRequest(
        sandbox,
        network,
        name,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        Set.of(),
        false);
  }

  public EndpointRequest withPorts(List<PortMapping> published) {
    return new EndpointRequest(
        sandbox, network, name, address, mac, aliases, published, exposedPorts, publishAll);
  }
}
