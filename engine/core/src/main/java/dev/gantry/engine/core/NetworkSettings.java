package dev.gantry.engine.core;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// How the container is reached and what it sees of the network.
///
/// @param mode `default`, `bridge`, `host`, `none`, `container:NAME` or a network's name
/// @param exposedPorts `80/tcp`
/// @param portBindings container port `80/tcp` → where it is published
/// @param extraHosts `name:address` lines for /etc/hosts; address may be `host-gateway`
/// @param endpoints wishes per network, by the name the client used
public record NetworkSettings(
    String mode,
    boolean disabled,
    String hostname,
    String domainname,
    String macAddress,
    Set<String> exposedPorts,
    Map<String, List<HostBinding>> portBindings,
    boolean publishAll,
    List<String> dns,
    List<String> dnsSearch,
    List<String> dnsOptions,
    List<String> extraHosts,
    List<String> links,
    Map<String, EndpointWish> endpoints) {

  public NetworkSettings {
    exposedPorts = Set.copyOf(exposedPorts);
    portBindings = Map.copyOf(portBindings);
    dns = List.copyOf(dns);
    dnsSearch = List.copyOf(dnsSearch);
    dnsOptions = List.copyOf(dnsOptions);
    extraHosts = List.copyOf(extraHosts);
    links = List.copyOf(links);
    endpoints = Map.copyOf(endpoints);
  }

  public NetworkSettings withExposedPorts(Set<String> changed) {
    return new NetworkSettings(
        mode,
        disabled,
        hostname,
        domainname,
        macAddress,
        changed,
        portBindings,
        publishAll,
        dns,
        dnsSearch,
        dnsOptions,
        extraHosts,
        links,
        endpoints);
  }

  public NetworkSettings withHostname(String changed) {
    return new NetworkSettings(
        mode,
        disabled,
        changed,
        domainname,
        macAddress,
        exposedPorts,
        portBindings,
        publishAll,
        dns,
        dnsSearch,
        dnsOptions,
        extraHosts,
        links,
        endpoints);
  }

  /// Where a container port is published.
  ///
  /// @param hostIp empty for all addresses
  /// @param hostPort a port, a range `8000-8010`, or empty for any free port
  public record HostBinding(String hostIp, String hostPort) {}

  /// What a container asks of one network; empty strings leave the choice to the engine.
  public record EndpointWish(
      List<String> aliases, List<String> links, String ipv4Address, String macAddress) {
    public EndpointWish {
      aliases = List.copyOf(aliases);
      links = List.copyOf(links);
    }
  }
}
