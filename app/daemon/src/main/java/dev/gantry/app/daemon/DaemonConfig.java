package dev.gantry.app.daemon;

import dev.gantry.platform.errors.InvalidArgumentException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// How a daemon is set up: the defaults, then the configuration file, then the command line.
///
/// @param dataRoot what survives a reboot
/// @param execRoot what does not; on a file system in memory
/// @param hosts `unix:///path` or `tcp://address:port`
/// @param group of unix sockets; absent for the process's own
/// @param bridge interface of the default network
/// @param bip the host's address on it
/// @param addressPools `base=10.0.0.0/8,size=24`
/// @param dns servers for containers that ask for none; empty for the host's
/// @param cluster absent when it is no Kubernetes cluster
public record DaemonConfig(
    Path dataRoot,
    Path execRoot,
    List<String> hosts,
    Optional<String> group,
    Optional<Path> pidFile,
    String bridge,
    Optional<String> bip,
    List<String> addressPools,
    Optional<Integer> mtu,
    List<String> dns,
    List<String> insecureRegistries,
    List<String> registryMirrors,
    TlsFiles tls,
    String defaultRuntime,
    Optional<ClusterConfig> cluster,
    String logLevel) {

  /// Certificates for TCP.
  ///
  /// @param verify clients must show a certificate
  public record TlsFiles(
      boolean enabled,
      boolean verify,
      Optional<Path> authority,
      Optional<Path> certificate,
      Optional<Path> key) {
    public static final TlsFiles NONE =
        new TlsFiles(false, false, Optional.empty(), Optional.empty(), Optional.empty());
  }

  static final Path DEFAULT_CONFIG_FILE = Path.of("/etc/gantry/daemon.json");

  public DaemonConfig {
    hosts = List.copyOf(hosts);
    addressPools = List.copyOf(addressPools);
    dns = List.copyOf(dns);
    insecureRegistries = List.copyOf(insecureRegistries);
    registryMirrors = List.copyOf(registryMirrors);
    if (!dataRoot.isAbsolute() || !execRoot.isAbsolute()) {
      throw new InvalidArgumentException("--data-root and --exec-root must be absolute paths");
    }
  }

  /// The same without endpoints and cluster.
  DaemonConfig withoutHosts() {
    return new DaemonConfig(
        dataRoot,
        execRoot,
        List.of(),
        group,
        Optional.empty(),
        bridge,
        bip,
        addressPools,
        mtu,
        dns,
        insecureRegistries,
        registryMirrors,
        tls,
        defaultRuntime,
        Optional.empty(),
        logLevel);
  }
}
