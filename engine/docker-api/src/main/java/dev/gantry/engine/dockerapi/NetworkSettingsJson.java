package dev.gantry.engine.dockerapi;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.gantry.engine.core.ContainerDetails;
import dev.gantry.engine.core.NetworkSettings;
import dev.gantry.engine.network.ContainerPort;
import dev.gantry.engine.network.Endpoint;
import dev.gantry.engine.network.InterfaceAddress;
import dev.gantry.engine.network.Network;
import dev.gantry.engine.network.PublishedPort;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// `NetworkSettings` of a container: what it is connected to and what is published.
record NetworkSettingsJson(
    String bridge,
    @JsonProperty("SandboxID") String sandboxId,
    String sandboxKey,
    Map<String, @Nullable List<HostConfigJson.PortBinding>> ports,
    boolean hairpinMode,
    @JsonProperty("LinkLocalIPv6Address") String linkLocalIpv6Address,
    @JsonProperty("LinkLocalIPv6PrefixLen") int linkLocalIpv6PrefixLen,
    @JsonProperty("SecondaryIPAddresses") @Nullable List<String> secondaryIpAddresses,
    @JsonProperty("SecondaryIPv6Addresses") @Nullable List<String> secondaryIpv6Addresses,
    @JsonProperty("EndpointID") String endpointId,
    String gateway,
    @JsonProperty("GlobalIPv6Address") String globalIpv6Address,
    @JsonProperty("GlobalIPv6PrefixLen") int globalIpv6PrefixLen,
    @JsonProperty("IPAddress") String ipAddress,
    @JsonProperty("IPPrefixLen") int ipPrefixLen,
    @JsonProperty("IPv6Gateway") String ipv6Gateway,
    String macAddress,
    Map<String, EndpointJson> networks) {

  /// One connection.
  record EndpointJson(
      @JsonProperty("IPAMConfig") CreateBody.@Nullable IpamConfig ipamConfig,
      @Nullable List<String> links,
      @Nullable List<String> aliases,
      String macAddress,
      @Nullable Map<String, String> driverOpts,
      int gwPriority,
      @JsonProperty("NetworkID") String networkId,
      @JsonProperty("EndpointID") String endpointId,
      String gateway,
      @JsonProperty("IPAddress") String ipAddress,
      @JsonProperty("IPPrefixLen") int ipPrefixLen,
      @JsonProperty("IPv6Gateway") String ipv6Gateway,
      @JsonProperty("GlobalIPv6Address") String globalIpv6Address,
      @JsonProperty("GlobalIPv6PrefixLen") int globalIpv6PrefixLen,
      @JsonProperty("DNSNames") @Nullable List<String> dnsNames) {}

  static NetworkSettingsJson of(ContainerDetails details) {
    Optional<Endpoint> endpoint = details.endpoint();
    boolean alive = details.record().state().isAlive();
    Map<String, EndpointJson> networks = new TreeMap<>();
    details
        .network()
        .ifPresent(network -> networks.put(network.name(), endpoint(network, details)));
    boolean onDefaultBridge =
        details.network().map(network -> network.name().equals("bridge")).orElse(false);
    var top =
        onDefaultBridge
            ? Optional.ofNullable(networks.get("bridge"))
            : Optional.<EndpointJson>empty();
    String id = details.record().id().value();
    return new NetworkSettingsJson(
        "",
        alive && endpoint.isPresent() ? id : "",
        alive && endpoint.isPresent() ? "/var/run/docker/netns/" + id.substring(0, 12) : "",
        ports(details),
        false,
        "",
        0,
        null,
        null,
        top.map(EndpointJson::endpointId).orElse(""),
        top.map(EndpointJson::gateway).orElse(""),
        "",
        0,
        top.map(EndpointJson::ipAddress).orElse(""),
        top.map(EndpointJson::ipPrefixLen).orElse(0),
        "",
        top.map(EndpointJson::macAddress).orElse(""),
        networks);
  }

  static EndpointJson endpoint(Network network, ContainerDetails details) {
    var endpoint = details.endpoint();
    var link = endpoint.flatMap(Endpoint::link);
    var address = link.map(Endpoint.Link::address);
    var wish = details.record().spec().network().endpoints().get(network.name());
    boolean predefined = List.of("bridge", "host", "none").contains(network.name());
    return new EndpointJson(
        ipam(wish),
        null,
        wish == null || wish.aliases().isEmpty() ? null : wish.aliases(),
        link.map(l -> l.mac().toString()).orElse(""),
        null,
        0,
        network.id().value(),
        endpoint.map(e -> e.id().value()).orElse(""),
        link.flatMap(Endpoint.Link::gateway).map(g -> g.getHostAddress()).orElse(""),
        address.map(a -> a.ip().getHostAddress()).orElse(""),
        address.map(InterfaceAddress::prefixLength).orElse(0),
        "",
        "",
        0,
        predefined ? null : List.of(details.record().name(), details.record().id().shortForm()));
  }

  private static CreateBody.@Nullable IpamConfig ipam(NetworkSettings.@Nullable EndpointWish wish) {
    return wish == null || wish.ipv4Address().isEmpty()
        ? null
        : new CreateBody.IpamConfig(wish.ipv4Address(), null);
  }

  /// Exposed ports with null, published ones with their addresses; nothing while it is at rest.
  private static Map<String, @Nullable List<HostConfigJson.PortBinding>> ports(
      ContainerDetails details) {
    Map<String, @Nullable List<HostConfigJson.PortBinding>> ports = new TreeMap<>();
    if (!details.record().state().isAlive() || details.endpoint().isEmpty()) {
      return ports;
    }
    details
        .record()
        .spec()
        .network()
        .exposedPorts()
        .forEach(port -> ports.put(ContainerPort.parse(port).toString(), null));
    for (PublishedPort published : details.endpoint().get().ports()) {
      var list = ports.get(published.containerPort().toString());
      List<HostConfigJson.PortBinding> longer = new ArrayList<>(list == null ? List.of() : list);
      longer.add(
          new HostConfigJson.PortBinding(
              published.hostAddress().getHostAddress().replace("0:0:0:0:0:0:0:0", "::"),
              String.valueOf(published.hostPort())));
      ports.put(published.containerPort().toString(), longer);
    }
    return ports;
  }
}
