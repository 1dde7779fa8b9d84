package dev.gantry.engine.core;

import dev.gantry.engine.network.AddressPool;
import dev.gantry.engine.network.Endpoint;
import dev.gantry.engine.network.HostsFile;
import dev.gantry.engine.network.Networks;
import dev.gantry.engine.network.ResolvConf;
import dev.gantry.platform.errors.InvalidArgumentException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The texts of the files under /etc that tell a container about names.
final class EtcFiles {
  private static final Path HOST_RESOLV_CONF = Path.of("/etc/resolv.conf");
  private static final Path HOST_HOSTS = Path.of("/etc/hosts");
  private static final String HOST_GATEWAY = "host-gateway";

  private final Networks networks;
  private final List<String> defaultServers;

  /// @param defaultServers name servers for containers that ask for none; empty for the host's
  EtcFiles(Networks networks, List<String> defaultServers) {
    this.networks = networks;
    this.defaultServers = List.copyOf(defaultServers);
  }

  /// `/etc/hosts` of a container with a network of its own.
  String hosts(NetworkSettings settings, Optional<Endpoint> endpoint) {
    List<InetAddress> addresses = new ArrayList<>();
    endpoint.flatMap(Endpoint::link).ifPresent(link -> addresses.add(link.address().ip()));
    return HostsFile.text(settings.hostname(), settings.domainname(), addresses, extra(settings));
  }

  /// `/etc/hosts` of a container in the host's network.
  String hostHosts(NetworkSettings settings) {
    return HostsFile.ofHost(read(HOST_HOSTS), extra(settings));
  }

  String resolvConf(NetworkSettings settings, boolean hostNetwork) {
    var host = ResolvConf.parse(read(HOST_RESOLV_CONF));
    if (host.isSystemdStub()) {
      host = ResolvConf.parse(read(Path.of(ResolvConf.SYSTEMD_RESOLVED_FILE)));
    }
    List<String> servers = settings.dns().isEmpty() ? defaultServers : settings.dns();
    var conf =
        hostNetwork
            ? host.forHostNetwork(servers, settings.dnsSearch(), settings.dnsOptions())
            : host.forContainer(servers, settings.dnsSearch(), settings.dnsOptions());
    return conf.text();
  }

  /// Reads `name:address`, where the address may contain colons itself.
  private List<HostsFile.Entry> extra(NetworkSettings settings) {
    List<HostsFile.Entry> entries = new ArrayList<>();
    for (String host : settings.extraHosts()) {
      int split = host.indexOf(':');
      if (split <= 0) {
        throw new InvalidArgumentException("bad format for add-host: \"" + host + "\"");
      }
      String address = host.substring(split + 1);
      try {
        entries.add(
            new HostsFile.Entry(
                address.equals(HOST_GATEWAY)
                    ? hostGateway()
                    : InetAddress.ofLiteral(address.replaceAll("^\\[|]$", "")),
                host.substring(0, split)));
      } catch (IllegalArgumentException e) {
        throw new InvalidArgumentException(
            "invalid IP address in add-host: \"" + address + "\"", e);
      }
    }
    return entries;
  }

  private InetAddress hostGateway() {
    return networks.get("bridge").pools().stream()
        .findFirst()
        .map(AddressPool::gateway)
        .orElseThrow(
            () -> new InvalidArgumentException("the default network has no gateway address"));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException absent) {
      return "";
    }
  }
}
