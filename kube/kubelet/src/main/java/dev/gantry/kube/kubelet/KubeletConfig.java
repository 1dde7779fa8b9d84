package dev.gantry.kube.kubelet;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What a node agent needs to be told.
///
/// @param nodeName the name it registers under
/// @param nodeAddress the address other machines and pods reach this host at
/// @param data directory of what survives a reboot: the volumes and messages of pods
/// @param network the engine's network that pods are connected to
/// @param clusterDns name servers of the cluster; empty while it has none
/// @param clusterDomain the cluster's DNS domain, `cluster.local`
/// @param version what the node says its agent is, `v1.34.0`
/// @param kubernetesService address and port of the API server as pods reach it; absent when they
///     cannot
public record KubeletConfig(
    String nodeName,
    InetAddress nodeAddress,
    Path data,
    String network,
    List<String> clusterDns,
    String clusterDomain,
    String version,
    Optional<ApiEndpoint> kubernetesService) {

  public KubeletConfig {
    clusterDns = List.copyOf(clusterDns);
  }

  /// Where pods find the API server.
  public record ApiEndpoint(String host, int port) {}

  /// A node on this host with everything else at its default.
  public static KubeletConfig of(String hostName, InetAddress address, Path data, String version) {
    return new KubeletConfig(
        hostName.toLowerCase(java.util.Locale.ROOT),
        address,
        data,
        "bridge",
        List.of(),
        "cluster.local",
        version,
        Optional.empty());
  }
}
