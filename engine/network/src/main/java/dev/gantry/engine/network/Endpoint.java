package dev.gantry.engine.network;

import dev.gantry.platform.linux.MacAddress;
import java.net.Inet4Address;
import java.util.List;
import java.util.Optional;

/// One sandbox's attachment to one network, as it came to be.
///
/// @param link the interface inside the sandbox; `host` and `none` have no such thing
public record Endpoint(
    EndpointId id,
    NetworkId network,
    SandboxId sandbox,
    String name,
    List<String> aliases,
    Optional<Link> link,
    List<PublishedPort> ports) {

  public Endpoint {
    aliases = List.copyOf(aliases);
    ports = List.copyOf(ports);
  }

  /// The interface inside the sandbox.
  ///
  /// @param interfaceName its name in the sandbox, `eth0` for the first
  /// @param gateway the way out, which an internal network doesn't have
  public record Link(
      String interfaceName,
      InterfaceAddress address,
      MacAddress mac,
      Optional<Inet4Address> gateway) {}
}
