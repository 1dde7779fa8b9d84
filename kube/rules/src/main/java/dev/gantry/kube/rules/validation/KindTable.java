package dev.gantry.kube.rules.validation;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.Names;
import java.util.HashMap;
import java.util.Map;

/// The rules of all kinds. A kind that is not here has metadata like any other and no rules beyond
/// its schema.
final class KindTable {
  private static final Map<String, KindRules> RULES = table();

  private KindTable() {}

  static KindRules of(KubeObject object) {
    return RULES.getOrDefault(object.apiVersion() + "/" + object.kind(), KindRules.ANY);
  }

  private static Map<String, KindRules> table() {
    Map<String, KindRules> table = new HashMap<>();
    core(table);
    workloads(table);
    jobs(table);
    rbac(table);
    networking(table);
    classes(table);
    extensions(table);
    return table;
  }

  private static void core(Map<String, KindRules> table) {
    table.put(
        "v1/Pod",
        KindRules.of(PodValidation::create)
            .onUpdate(PodUpdateValidation::update)
            .onStatus(PodValidation::status));
    table.put("v1/PodTemplate", KindRules.of(WorkloadValidation::podTemplate));
    table.put(
        "v1/ReplicationController",
        KindRules.of(WorkloadValidation::replicationController)
            .onUpdate(WorkloadValidation::replicationControllerUpdate)
            .onStatus(WorkloadValidation::replicaStatus));
    table.put(
        "v1/ConfigMap",
        KindRules.of(DataValidation::configMap).onUpdate(DataValidation::configMapUpdate));
    table.put(
        "v1/Secret", KindRules.of(DataValidation::secret).onUpdate(DataValidation::secretUpdate));
    table.put(
        "v1/Namespace",
        KindRules.of(CoreValidation::namespace)
            .named(Names::dnsLabel)
            .onStatus(CoreValidation::namespaceStatus));
    table.put(
        "v1/Node",
        KindRules.of(CoreValidation::node)
            .onUpdate(CoreValidation::nodeUpdate)
            .onStatus((now, _) -> CoreValidation.node(now)));
    table.put("v1/Event", KindRules.of(CoreValidation::event).named(Names::pathSegment));
    table.put(
        "v1/PersistentVolumeClaim",
        KindRules.of(StorageValidation::claim).onUpdate(StorageValidation::claimUpdate));
    table.put(
        "v1/PersistentVolume",
        KindRules.of(StorageValidation::volume).onUpdate(StorageValidation::volumeUpdate));
  }

  private static void workloads(Map<String, KindRules> table) {
    table.put(
        "apps/v1/Deployment",
        KindRules.of(WorkloadValidation::deployment)
            .onUpdate(WorkloadValidation::deploymentUpdate)
            .onStatus(WorkloadValidation::deploymentStatus));
    table.put(
        "apps/v1/ReplicaSet",
        KindRules.of(WorkloadValidation::replicaSet)
            .onUpdate(WorkloadValidation::replicaSetUpdate)
            .onStatus(WorkloadValidation::replicaStatus));
    table.put(
        "apps/v1/StatefulSet",
        KindRules.of(SetValidation::statefulSet)
            .named(Names::dnsLabel)
            .onUpdate(SetValidation::statefulSetUpdate)
            .onStatus(SetValidation::statefulStatus));
    table.put(
        "apps/v1/DaemonSet",
        KindRules.of(SetValidation::daemonSet)
            .onUpdate(SetValidation::daemonSetUpdate)
            .onStatus(SetValidation::daemonStatus));
  }

  private static void jobs(Map<String, KindRules> table) {
    table.put("batch/v1/Job", KindRules.of(JobValidation::job).onUpdate(JobValidation::jobUpdate));
    table.put("batch/v1/CronJob", KindRules.of(JobValidation::cronJob));
    table.put(
        "apps/v1/ControllerRevision",
        KindRules.of(ClassValidation::controllerRevision)
            .onUpdate(ClassValidation::controllerRevisionUpdate));
    KindRules autoscaler = KindRules.of(AutoscalingValidation::autoscaler);
    table.put("autoscaling/v2/HorizontalPodAutoscaler", autoscaler);
    table.put("autoscaling/v1/HorizontalPodAutoscaler", autoscaler);
    table.put(
        "policy/v1/PodDisruptionBudget", KindRules.of(AutoscalingValidation::disruptionBudget));
    table.put("events.k8s.io/v1/Event", KindRules.of(CoreValidation::newEvent));
  }

  private static void rbac(Map<String, KindRules> table) {
    String group = "rbac.authorization.k8s.io/v1/";
    table.put(group + "Role", KindRules.of(RbacValidation::role).named(Names::pathSegment));
    table.put(
        group + "ClusterRole", KindRules.of(RbacValidation::clusterRole).named(Names::pathSegment));
    table.put(
        group + "RoleBinding",
        KindRules.of(RbacValidation::roleBinding)
            .named(Names::pathSegment)
            .onUpdate(RbacValidation::roleBindingUpdate));
    table.put(
        group + "ClusterRoleBinding",
        KindRules.of(RbacValidation::clusterRoleBinding)
            .named(Names::pathSegment)
            .onUpdate(RbacValidation::clusterRoleBindingUpdate));
  }

  private static void networking(Map<String, KindRules> table) {
    table.put(
        "v1/Service",
        KindRules.of(ServiceValidation::service)
            .named(Names::dns1035Label)
            .onUpdate(ServiceValidation::serviceUpdate));
    table.put("v1/Endpoints", KindRules.of(NetworkValidation::endpoints));
    table.put(
        "discovery.k8s.io/v1/EndpointSlice",
        KindRules.of(NetworkValidation::endpointSlice)
            .onUpdate(NetworkValidation::endpointSliceUpdate));
    String group = "networking.k8s.io/v1/";
    table.put(group + "Ingress", KindRules.of(IngressValidation::ingress));
    table.put(group + "IngressClass", KindRules.of(IngressValidation::ingressClass));
    table.put(group + "NetworkPolicy", KindRules.of(NetworkValidation::networkPolicy));
  }

  private static void classes(Map<String, KindRules> table) {
    table.put(
        "storage.k8s.io/v1/StorageClass",
        KindRules.of(ClassValidation::storageClass).onUpdate(ClassValidation::storageClassUpdate));
    table.put(
        "scheduling.k8s.io/v1/PriorityClass",
        KindRules.of(ClassValidation::priorityClass)
            .onUpdate(ClassValidation::priorityClassUpdate));
    table.put(
        "node.k8s.io/v1/RuntimeClass",
        KindRules.of(ClassValidation::runtimeClass).onUpdate(ClassValidation::runtimeClassUpdate));
    table.put("coordination.k8s.io/v1/Lease", KindRules.of(ClassValidation::lease));
    table.put(
        "v1/ResourceQuota",
        KindRules.of(QuotaValidation::resourceQuota)
            .onUpdate(QuotaValidation::resourceQuotaUpdate)
            .onStatus(QuotaValidation::resourceQuotaStatus));
    table.put("v1/LimitRange", KindRules.of(QuotaValidation::limitRange));
  }

  private static void extensions(Map<String, KindRules> table) {
    table.put(
        "apiextensions.k8s.io/v1/CustomResourceDefinition",
        KindRules.of(ExtensionValidation::customResourceDefinition)
            .onUpdate(ExtensionValidation::customResourceDefinitionUpdate));
    table.put(
        "apiregistration.k8s.io/v1/APIService", KindRules.of(ExtensionValidation::apiService));
    KindRules webhooks = KindRules.of(ExtensionValidation::webhooks);
    table.put("admissionregistration.k8s.io/v1/MutatingWebhookConfiguration", webhooks);
    table.put("admissionregistration.k8s.io/v1/ValidatingWebhookConfiguration", webhooks);
    table.put(
        "certificates.k8s.io/v1/CertificateSigningRequest",
        KindRules.of(ExtensionValidation::signingRequest));
  }
}
