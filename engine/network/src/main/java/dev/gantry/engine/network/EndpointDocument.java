package dev.gantry.engine.network;

import dev.gantry.platform.linux.MacAddress;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/// An endpoint as it is written to the store.
record EndpointDocument(
    String id,
    String network,
    String sandbox,
    String name,
    List<String> aliases,
    Optional<Link> link,
    List<Port> ports) {

  record Link(String interfaceName, String address, String mac, Optional<String> gateway) {}

  record Port(String containerPort, String hostAddress, int hostPort) {}

  static EndpointDocument of(Endpoint endpoint) {
    return new EndpointDocument(
        endpoint.id().value(),
        endpoint.network().value(),
        endpoint.sandbox().value(),
        endpoint.name(),
        endpoint.aliases(),
        endpoint.link().map(EndpointDocument::of),
        endpoint.ports().stream()
            .map(
                port ->
                    new Port(
                        port.containerPort().toString(),
                        port.hostAddress().getHostAddress(),
                        port.hostPort()))
            .toList());
  }

  private static Link of(Endpoint.Link link) {
    return new Link(
        link.interfaceName(),
        link.address().toString(),
        link.mac().toString(),
        link.gateway().map(Inet4Address::getHostAddress));
  }

  Endpoint toEndpoint() {
    return new Endpoint(
        new EndpointId(id),
        new NetworkId(network),
        new SandboxId(sandbox),
        name,
        aliases,
        link.map(EndpointDocument::toLink),
        ports.stream()
            .map(
                port ->
                    new PublishedPort(
                        ContainerPort.parse(port.containerPort()),
                        InetAddress.ofLiteral(port.hostAddress()),
                        port.hostPort()))
            .toList());
  }

  private static Endpoint.Link toLink(Link link) {
    return new Endpoint.Link(
        link.interfaceName(),
        InterfaceAddress.parse(link.address()),
        MacAddress.parse(link.mac()),
        link.gateway().map(gateway -> IpLiteral.parseIpv4(gateway)));
  }
}
