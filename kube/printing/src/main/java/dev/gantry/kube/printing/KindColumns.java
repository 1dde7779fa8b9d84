package dev.gantry.kube.printing;

import java.util.List;
import java.util.Map;

/// The columns of each kind that has its own, by `kind.group` in whatever version.
final class KindColumns {
  private static final List<Column> OTHERS = List.of(Column.NAME, Column.CREATED_AT);

  private static final Map<String, List<Column>> OWN =
      Map.ofEntries(
          Map.entry("Pod", PodColumns.PODS),
          Map.entry("PodTemplate", PodColumns.POD_TEMPLATES),
          Map.entry("ReplicationController", WorkloadColumns.REPLICATION_CONTROLLERS),
          Map.entry("Deployment.apps", WorkloadColumns.DEPLOYMENTS),
          Map.entry("ReplicaSet.apps", WorkloadColumns.REPLICA_SETS),
          Map.entry("StatefulSet.apps", WorkloadColumns.STATEFUL_SETS),
          Map.entry("DaemonSet.apps", WorkloadColumns.DAEMON_SETS),
          Map.entry("ControllerRevision.apps", WorkloadColumns.CONTROLLER_REVISIONS),
          Map.entry("Job.batch", BatchColumns.JOBS),
          Map.entry("CronJob.batch", BatchColumns.CRON_JOBS),
          Map.entry("HorizontalPodAutoscaler.autoscaling", AutoscalerColumns.AUTOSCALERS),
          Map.entry("Service", NetworkColumns.SERVICES),
          Map.entry("Endpoints", NetworkColumns.ENDPOINTS),
          Map.entry("EndpointSlice.discovery.k8s.io", NetworkColumns.ENDPOINT_SLICES),
          Map.entry("Ingress.networking.k8s.io", NetworkColumns.INGRESSES),
          Map.entry("IngressClass.networking.k8s.io", NetworkColumns.INGRESS_CLASSES),
          Map.entry("NetworkPolicy.networking.k8s.io", NetworkColumns.NETWORK_POLICIES),
          Map.entry("Node", NodeColumns.NODES),
          Map.entry("Event", EventColumns.EVENTS),
          Map.entry("Event.events.k8s.io", EventColumns.EVENTS),
          Map.entry("Namespace", ConfigurationColumns.NAMESPACES),
          Map.entry("Secret", ConfigurationColumns.SECRETS),
          Map.entry("ConfigMap", ConfigurationColumns.CONFIG_MAPS),
          Map.entry("ServiceAccount", ConfigurationColumns.SERVICE_ACCOUNTS),
          Map.entry("PersistentVolume", StorageColumns.PERSISTENT_VOLUMES),
          Map.entry("PersistentVolumeClaim", StorageColumns.PERSISTENT_VOLUME_CLAIMS),
          Map.entry("StorageClass.storage.k8s.io", StorageColumns.STORAGE_CLASSES),
          Map.entry("VolumeAttachment.storage.k8s.io", StorageColumns.VOLUME_ATTACHMENTS),
          Map.entry(
              "VolumeAttributesClass.storage.k8s.io", StorageColumns.VOLUME_ATTRIBUTES_CLASSES),
          Map.entry("CSINode.storage.k8s.io", StorageColumns.CSI_NODES),
          Map.entry("Role.rbac.authorization.k8s.io", AccessColumns.ROLES),
          Map.entry("ClusterRole.rbac.authorization.k8s.io", AccessColumns.ROLES),
          Map.entry("RoleBinding.rbac.authorization.k8s.io", AccessColumns.ROLE_BINDINGS),
          Map.entry("ClusterRoleBinding.rbac.authorization.k8s.io", AccessColumns.ROLE_BINDINGS),
          Map.entry(
              "CertificateSigningRequest.certificates.k8s.io",
              AccessColumns.CERTIFICATE_SIGNING_REQUESTS),
          Map.entry("PodDisruptionBudget.policy", PolicyColumns.POD_DISRUPTION_BUDGETS),
          Map.entry("Lease.coordination.k8s.io", PolicyColumns.LEASES),
          Map.entry("PriorityClass.scheduling.k8s.io", PolicyColumns.PRIORITY_CLASSES),
          Map.entry("RuntimeClass.node.k8s.io", PolicyColumns.RUNTIME_CLASSES),
          Map.entry("ResourceQuota", PolicyColumns.RESOURCE_QUOTAS),
          Map.entry(
              "ValidatingWebhookConfiguration.admissionregistration.k8s.io",
              PolicyColumns.WEBHOOK_CONFIGURATIONS),
          Map.entry(
              "MutatingWebhookConfiguration.admissionregistration.k8s.io",
              PolicyColumns.WEBHOOK_CONFIGURATIONS));

  private KindColumns() {}

  static List<Column> of(String kind, String group) {
    return OWN.getOrDefault(group.isEmpty() ? kind : kind + "." + group, OTHERS);
  }
}
