package dev.gantry.engine.core;

import java.util.List;
import java.util.Map;

/// What a sandbox is to be.
///
/// @param hostNetwork use the host's network and name instead of namespaces of its own
/// @param hostIpc use the host's System V objects and /dev/shm
/// @param hostname what the kernel and /etc/hostname say inside
/// @param network the network to connect to, by name
/// @param ports container ports the host publishes
/// @param resolvConf the text of /etc/resolv.conf
/// @param sysctls kernel parameters of the sandbox's namespaces, `net.ipv4.tcp_syncookies`
/// @param labels what the owner wants to find it by
public record SandboxSpec(
    boolean hostNetwork,
    boolean hostIpc,
    String hostname,
    String network,
    List<HostPort> ports,
    String resolvConf,
    Map<String, String> sysctls,
    Map<String, String> labels) {

  public SandboxSpec {
    ports = List.copyOf(ports);
    sysctls = Map.copyOf(sysctls);
    labels = Map.copyOf(labels);
  }

  /// A port of the sandbox that the host publishes.
  ///
  /// @param port inside, `80/tcp`
  /// @param hostIp empty for all addresses
  public record HostPort(String port, String hostIp, int hostPort) {}
}
