package dev.gantry.kube.rules.defaults;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/// Fills in what upstream fills in when it reads an object, kind by kind. Doing it again changes
/// nothing. Kinds without defaults, and kinds nobody knows, stay as they are.
public final class Defaults {
  private static final Map<String, Consumer<ObjectNode>> BY_KIND = table();

  private Defaults() {}

  /// Fills in the object in place.
  public static void apply(ObjectNode object) {
    Consumer<ObjectNode> defaults =
        BY_KIND.get(
            object.path("apiVersion").asString("") + "/" + object.path("kind").asString(""));
    if (defaults != null) {
      defaults.accept(object);
    }
  }

  private static Map<String, Consumer<ObjectNode>> table() {
    Map<String, Consumer<ObjectNode>> table = new HashMap<>();
    core(table);
    workloads(table);
    table.put("autoscaling/v2/HorizontalPodAutoscaler", AutoscalingDefaults::v2);
    table.put("autoscaling/v1/HorizontalPodAutoscaler", AutoscalingDefaults::v1);
    table.put("networking.k8s.io/v1/NetworkPolicy", NetworkingDefaults::networkPolicy);
    table.put("networking.k8s.io/v1/IngressClass", NetworkingDefaults::ingressClass);
    table.put("discovery.k8s.io/v1/EndpointSlice", NetworkingDefaults::endpointSlice);
    table.put("rbac.authorization.k8s.io/v1/RoleBinding", RbacDefaults::binding);
    table.put("rbac.authorization.k8s.io/v1/ClusterRoleBinding", RbacDefaults::binding);
    table.put("storage.k8s.io/v1/StorageClass", StorageDefaults::storageClass);
    table.put("storage.k8s.io/v1/CSIDriver", StorageDefaults::csiDriver);
    table.put("scheduling.k8s.io/v1/PriorityClass", StorageDefaults::priorityClass);
    extensions(table);
    return table;
  }

  private static void core(Map<String, Consumer<ObjectNode>> table) {
    table.put("v1/Pod", PodDefaults::pod);
    table.put("v1/PodTemplate", object -> PodDefaults.template(object));
    table.put("v1/ReplicationController", WorkloadDefaults::replicationController);
    table.put("v1/Service", ServiceDefaults::service);
    table.put("v1/Endpoints", NetworkingDefaults::endpoints);
    table.put("v1/Namespace", CoreDefaults::namespace);
    table.put("v1/Node", CoreDefaults::node);
    table.put("v1/Secret", CoreDefaults::secret);
    table.put("v1/LimitRange", CoreDefaults::limitRange);
    table.put("v1/PersistentVolume", StorageDefaults::persistentVolume);
    table.put("v1/PersistentVolumeClaim", StorageDefaults::persistentVolumeClaim);
    table.put("authentication.k8s.io/v1/TokenRequest", CoreDefaults::tokenRequest);
  }

  private static void workloads(Map<String, Consumer<ObjectNode>> table) {
    table.put("apps/v1/Deployment", WorkloadDefaults::deployment);
    table.put("apps/v1/ReplicaSet", WorkloadDefaults::replicaSet);
    table.put("apps/v1/StatefulSet", WorkloadDefaults::statefulSet);
    table.put("apps/v1/DaemonSet", WorkloadDefaults::daemonSet);
    table.put("batch/v1/Job", BatchDefaults::job);
    table.put("batch/v1/CronJob", BatchDefaults::cronJob);
  }

  private static void extensions(Map<String, Consumer<ObjectNode>> table) {
    String admission = "admissionregistration.k8s.io/v1/";
    table.put(admission + "MutatingWebhookConfiguration", AdmissionDefaults::mutatingWebhooks);
    table.put(admission + "ValidatingWebhookConfiguration", AdmissionDefaults::validatingWebhooks);
    table.put(admission + "ValidatingAdmissionPolicy", AdmissionDefaults::policy);
    table.put(admission + "ValidatingAdmissionPolicyBinding", AdmissionDefaults::policyBinding);
    table.put(
        "apiextensions.k8s.io/v1/CustomResourceDefinition",
        ExtensionDefaults::customResourceDefinition);
    table.put("apiregistration.k8s.io/v1/APIService", ExtensionDefaults::apiService);
    table.put("flowcontrol.apiserver.k8s.io/v1/FlowSchema", ExtensionDefaults::flowSchema);
    table.put(
        "flowcontrol.apiserver.k8s.io/v1/PriorityLevelConfiguration",
        ExtensionDefaults::priorityLevel);
  }
}
