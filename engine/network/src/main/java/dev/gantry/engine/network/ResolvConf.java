package dev.gantry.engine.network;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// A resolver configuration, as in `/etc/resolv.conf`. See
/// [resolv.conf(5)](https://man7.org/linux/man-pages/man5/resolv.conf.5.html).
///
/// @param nameservers as literals, since those with a scope (`fe80::1%eth0`) aren't addresses
///     everywhere
public record ResolvConf(List<String> nameservers, List<String> search, List<String> options) {
  /// Where systemd-resolved says which servers its stub on loopback asks.
  public static final String SYSTEMD_RESOLVED_FILE = "/run/systemd/resolve/resolv.conf";

  private static final List<String> PUBLIC_SERVERS = List.of("8.8.8.8", "8.8.4.4");
  private static final String SYSTEMD_STUB = "127.0.0.53";

  public ResolvConf {
    nameservers = List.copyOf(nameservers);
    search = List.copyOf(search);
    options = List.copyOf(options);
  }

  /// Reads a file's text; lines it doesn't know are skipped.
  public static ResolvConf parse(String text) {
    List<String> nameservers = new ArrayList<>();
    List<String> search = List.of();
    List<String> options = List.of();
    for (String line : text.lines().toList()) {
      var words = Arrays.asList(line.strip().split("\\s+", -1));
      var rest = words.subList(1, words.size());
      if (rest.isEmpty()) {
        continue;
      }
      switch (words.getFirst()) {
        case "nameserver" -> nameservers.add(rest.getFirst());
        case "search", "domain" -> search = rest;
        case "options" -> options = rest;
        default -> {}
      }
    }
    return new ResolvConf(nameservers, search, options);
  }

  /// Whether this is systemd-resolved's stub alone, so [#SYSTEMD_RESOLVED_FILE] tells more.
  public boolean isSystemdStub() {
    return nameservers.equals(List.of(SYSTEMD_STUB));
  }

  /// What a container gets that has a network of its own: the host's configuration (this) with
  /// the parts replaced that are given, without servers it couldn't reach (those on loopback or
  /// on IPv6), and with public servers when none is left.
  ///
  /// @param searchOverride a single `.` means no search list at all
  public ResolvConf forContainer(
      List<String> serverOverride, List<String> searchOverride, List<String> optionOverride) {
    var servers = serverOverride;
    if (servers.isEmpty()) {
      servers = nameservers.stream().filter(ResolvConf::isReachable).toList();
    }
    return new ResolvConf(servers.isEmpty() ? PUBLIC_SERVERS : servers, search, options)
        .withOverrides(searchOverride, optionOverride);
  }

  /// What a container gets in the host's network: the host's configuration with the parts
  /// replaced that are given.
  public ResolvConf forHostNetwork(
      List<String> serverOverride, List<String> searchOverride, List<String> optionOverride) {
    return new ResolvConf(serverOverride.isEmpty() ? nameservers : serverOverride, search, options)
        .withOverrides(searchOverride, optionOverride);
  }

  private ResolvConf withOverrides(List<String> searchOverride, List<String> optionOverride) {
    var domains = searchOverride.isEmpty() ? search : searchOverride;
    return new ResolvConf(
        nameservers,
        domains.stream().filter(Predicate.not("."::equals)).toList(),
        optionOverride.isEmpty() ? options : optionOverride);
  }

  /// The name servers with an IPv4 address outside of this host.
  List<Inet4Address> ipv4Servers() {
    return nameservers.stream()
        .flatMap(server -> literal(server).stream())
        .filter(address -> !address.isLoopbackAddress())
        .filter(Inet4Address.class::isInstance)
        .map(Inet4Address.class::cast)
        .toList();
  }

  private static boolean isReachable(String server) {
    return literal(server)
        .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
        .isPresent();
  }

  private static Optional<InetAddress> literal(String server) {
    try {
      return Optional.of(IpLiteral.parse(server));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// The text of the file.
  public String text() {
    var text = new StringBuilder();
    nameservers.forEach(server -> text.append("nameserver ").append(server).append('\n'));
    if (!search.isEmpty()) {
      text.append("search ").append(String.join(" ", search)).append('\n');
    }
    if (!options.isEmpty()) {
      text.append("options ").append(String.join(" ", options)).append('\n');
    }
    return text.toString();
  }
}
