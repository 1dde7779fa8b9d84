package dev.gantry.engine.runtime;

/// The namespaces of a task. The mount namespace is always its own, the user namespace always
/// the daemon's.
public record NamespaceSpec(
    NamespaceMode network,
    NamespaceMode pid,
    NamespaceMode ipc,
    NamespaceMode uts,
    NamespaceMode cgroup) {

  /// All private, the cgroup namespace too where the machine has cgroup v2, as docker does.
  public static NamespaceSpec isolated(NamespaceMode network) {
    return new NamespaceSpec(
        network,
        NamespaceMode.PRIVATE,
        NamespaceMode.PRIVATE,
        NamespaceMode.PRIVATE,
        CgroupLayout.host().unified() ? NamespaceMode.PRIVATE : NamespaceMode.HOST);
  }
}
