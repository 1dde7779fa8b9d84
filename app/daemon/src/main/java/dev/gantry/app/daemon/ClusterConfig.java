package dev.gantry.app.daemon;

import dev.gantry.platform.errors.InvalidArgumentException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

/// How the daemon is a Kubernetes cluster.
///
/// @param listen where the Kubernetes API is offered
/// @param kubeconfig where the administrator's kubeconfig is written
record ClusterConfig(InetSocketAddress listen, Path kubeconfig) {
  private static final String DEFAULT_LISTEN = "127.0.0.1:6443";

  /// Reads `--kube-listen`, `--kubeconfig` and `--cluster-store`; empty when the cluster is off.
  static Optional<ClusterConfig> of(
      Path dataRoot, Optional<String> listen, Optional<Path> kubeconfig, Optional<String> store) {
    if (!store.orElse("sqlite").equals("sqlite")) {
      throw new InvalidArgumentException(
          "--cluster-store " + store.get() + " is not supported, only sqlite is");
    }
    String address = listen.orElse(DEFAULT_LISTEN);
    return address.equals("off")
        ? Optional.empty()
        : Optional.of(
            new ClusterConfig(parse(address), kubeconfig.orElse(dataRoot.resolve("kubeconfig"))));
  }

  private static InetSocketAddress parse(String address) {
    int colon = address.lastIndexOf(':');
    try {
      int port = Integer.parseInt(address.substring(colon + 1));
      if (colon > 0 && port > 0 && port < 1 << 16) {
        String host = address.substring(0, colon).replaceAll("^\\[|\\]$", "");
        var parsed = new InetSocketAddress(host, port);
        if (!parsed.isUnresolved()) {
          return parsed;
        }
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw new InvalidArgumentException(
        "--kube-listen " + address + " is not of the form ADDRESS:PORT, and not off");
  }
}
