package dev.gantry.kube.objects;

/// The names of the kinds that the system's own components work with.
public final class BuiltInKinds {
  public static final GroupVersionKind POD = core("Pod");
  public static final GroupVersionKind NODE = core("Node");
  public static final GroupVersionKind NAMESPACE = core("Namespace");
  public static final GroupVersionKind EVENT = core("Event");
  public static final GroupVersionKind BINDING = core("Binding");
  public static final GroupVersionKind CONFIG_MAP = core("ConfigMap");
  public static final GroupVersionKind SECRET = core("Secret");
  public static final GroupVersionKind SERVICE = core("Service");
  public static final GroupVersionKind SERVICE_ACCOUNT = core("ServiceAccount");
  public static final GroupVersionKind REPLICATION_CONTROLLER = core("ReplicationController");
  public static final GroupVersionKind REPLICA_SET = apps("ReplicaSet");
  public static final GroupVersionKind DEPLOYMENT = apps("Deployment");
  public static final GroupVersionKind STATEFUL_SET = apps("StatefulSet");
  public static final GroupVersionKind DAEMON_SET = apps("DaemonSet");
  public static final GroupVersionKind LEASE =
      new GroupVersionKind("coordination.k8s.io", "v1", "Lease");
  public static final GroupVersionKind PRIORITY_CLASS =
      new GroupVersionKind("scheduling.k8s.io", "v1", "PriorityClass");
  public static final GroupVersionKind ROLE = rbac("Role");
  public static final GroupVersionKind ROLE_BINDING = rbac("RoleBinding");
  public static final GroupVersionKind CLUSTER_ROLE = rbac("ClusterRole");
  public static final GroupVersionKind CLUSTER_ROLE_BINDING = rbac("ClusterRoleBinding");

  private BuiltInKinds() {}

  private static GroupVersionKind core(String kind) {
    return new GroupVersionKind("", "v1", kind);
  }

  private static GroupVersionKind apps(String kind) {
    return new GroupVersionKind("apps", "v1", kind);
  }

  private static GroupVersionKind rbac(String kind) {
    return new GroupVersionKind("rbac.authorization.k8s.io", "v1", kind);
  }
}
