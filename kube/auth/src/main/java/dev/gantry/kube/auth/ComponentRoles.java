package dev.gantry.kube.auth;

/// Roles for the system's own parts: the scheduler, the node's agent and the controllers, each
/// with what it needs and no more.
final class ComponentRoles {
  private static final String READ = "get list watch";

  private ComponentRoles() {}

  static void addTo(RoleTable table) {
    scheduler(table);
    node(table);
    table
        .role("system:kube-controller-manager")
        .rule("create patch update", "core events.k8s.io", "events")
        .rule("create get update", "coordination.k8s.io", "leases")
        .rule("create", "core", "serviceaccounts serviceaccounts/token")
        .rule("get list watch", "*", "*");
    table.bindToUser("system:kube-controller-manager", "system:kube-controller-manager");
    controller(table, "deployment-controller")
        .rule(READ + " update patch", "apps", "deployments")
        .rule("update patch", "apps", "deployments/status deployments/finalizers")
        .rule(READ + " create update patch delete", "apps", "replicasets")
        .rule(READ + " update", "core", "pods");
    controller(table, "replicaset-controller")
        .rule(READ + " update patch", "apps", "replicasets")
        .rule("update patch", "apps", "replicasets/status replicasets/finalizers")
        .rule(READ + " create delete patch", "core", "pods");
    controller(table, "replication-controller")
        .rule(READ + " update patch", "core", "replicationcontrollers")
        .rule(
            "update patch",
            "core",
            "replicationcontrollers/status replicationcontrollers/finalizers")
        .rule(READ + " create delete patch", "core", "pods");
    controller(table, "generic-garbage-collector").rule(READ + " delete patch update", "*", "*");
    controller(table, "namespace-controller")
        .rule(READ + " delete patch update", "core", "namespaces")
        .rule("update", "core", "namespaces/finalize namespaces/status")
        .rule("get list delete deletecollection", "*", "*");
    controller(table, "service-account-controller")
        .rule(READ, "core", "namespaces")
        .rule(READ + " create", "core", "serviceaccounts");
    controller(table, "root-ca-cert-publisher")
        .rule(READ, "core", "namespaces")
        .rule(READ + " create update patch", "core", "configmaps");
    controller(table, "node-controller")
        .rule(READ + " delete patch update", "core", "nodes")
        .rule("patch update", "core", "nodes/status")
        .rule(READ + " delete", "core", "pods")
        .rule("patch update", "core", "pods/status")
        .rule(READ, "coordination.k8s.io", "leases");
    controller(table, "pod-garbage-collector")
        .rule(READ + " delete", "core", "pods")
        .rule(READ, "core", "nodes")
        .rule("patch", "core", "pods/status");
  }

  private static void scheduler(RoleTable table) {
    table
        .role("system:kube-scheduler")
        .rule("create patch update", "core events.k8s.io", "events")
        .rule("create get list update watch", "coordination.k8s.io", "leases")
        .rule(READ, "core", "nodes namespaces")
        .rule(READ + " delete", "core", "pods")
        .rule("create", "core", "bindings pods/binding")
        .rule("patch update", "core", "pods/status")
        .rule(
            READ,
            "core",
            "replicationcontrollers services persistentvolumeclaims persistentvolumes")
        .rule(READ, "apps", "replicasets statefulsets")
        .rule(READ, "policy", "poddisruptionbudgets")
        .rule(READ, "scheduling.k8s.io", "priorityclasses")
        .rule(READ, "storage.k8s.io", "csidrivers csinodes csistoragecapacities storageclasses")
        .rule("create", "authentication.k8s.io", "tokenreviews")
        .rule("create", "authorization.k8s.io", "subjectaccessreviews");
    table.bindToUser("system:kube-scheduler", "system:kube-scheduler");
  }

  /// Upstream narrows a node's rights to the objects of its own pods by a graph of who uses
  /// what. Here all nodes hold the role as it stands.
  private static void node(RoleTable table) {
    table
        .role("system:node")
        .rule("create", "authentication.k8s.io", "tokenreviews")
        .rule("create", "authorization.k8s.io", "localsubjectaccessreviews subjectaccessreviews")
        .rule(READ, "core", "services")
        .rule(READ + " create delete patch update", "core", "nodes")
        .rule("patch update", "core", "nodes/status")
        .rule("create patch update", "core events.k8s.io", "events")
        .rule(READ + " create delete", "core", "pods")
        .rule("patch update", "core", "pods/status")
        .rule("create", "core", "pods/eviction")
        .rule(READ, "core", "configmaps secrets")
        .rule("get", "core", "serviceaccounts")
        .rule("create", "core", "serviceaccounts/token")
        .rule(READ, "core", "persistentvolumeclaims persistentvolumes")
        .rule("create delete get patch update", "coordination.k8s.io", "leases")
        .rule(READ, "node.k8s.io", "runtimeclasses")
        .rule(READ, "storage.k8s.io", "csidrivers csinodes volumeattachments");
    table.bindToGroup("system:node", "system:node", Groups.NODES);
  }

  private static RoleTable.Role controller(RoleTable table, String account) {
    String name = "system:controller:" + account;
    RoleTable.Role role = table.role(name);
    table.bindToAccount(name, account);
    return role.rule("create patch update", "core events.k8s.io", "events");
  }
}
