package dev.gantry.kube.auth;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The names and addresses under which clients reach the API server.
public record ServerNames(List<String> names, List<InetAddress> addresses) {
  private static final List<String> SERVICE_NAMES =
      List.of(
          "localhost",
          "kubernetes",
          "kubernetes.default",
          "kubernetes.default.svc",
          "kubernetes.default.svc.cluster.local");

  public ServerNames {
    names = List.copyOf(names);
    addresses = List.copyOf(addresses);
  }

  /// The names every cluster has, the machine's, and the addresses this machine is reached at.
  ///
  /// @param service the address of the service `kubernetes`
  public static ServerNames of(String host, InetAddress service, List<InetAddress> own) {
    Set<String> names = new LinkedHashSet<>(SERVICE_NAMES);
    if (!host.isEmpty()) {
      names.add(host);
    }
    Set<InetAddress> addresses = new LinkedHashSet<>();
    addresses.add(literal(127, 0, 0, 1));
    addresses.add(service);
    own.stream().filter(address -> !address.isAnyLocalAddress()).forEach(addresses::add);
    return new ServerNames(List.copyOf(names), List.copyOf(addresses));
  }

  private static InetAddress literal(int... octets) {
    byte[] address = new byte[octets.length];
    for (int i = 0; i < octets.length; i++) {
      address[i] = (byte) octets[i];
    }
    try {
      return InetAddress.getByAddress(address);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("not an address of four bytes", e);
    }
  }
}
