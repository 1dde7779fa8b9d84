package dev.gantry.kube.rules.preparation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// How a kind behaves when it is written.
///
/// @param counted the fields whose change makes a new generation; empty when the kind has none
/// @param status whether the status is a part of its own that other writes leave alone
/// @param firstStatus the status of a new object, as JSON; empty for none
record Traits(List<String> counted, boolean status, String firstStatus) {
  private static final List<String> SPEC = List.of("spec");
  private static final List<String> NONE = List.of();
  private static final Traits PLAIN = new Traits(NONE, false, "");

  /// Objects of somebody else's kinds: all they hold is counted. Whether they have a status is for
  /// their definition to say.
  private static final Traits CUSTOM = new Traits(List.of("*"), false, "");

  private static final Set<String> OWN_GROUPS =
      Set.of("", "apps", "batch", "autoscaling", "policy");
  private static final Map<String, Traits> BY_KIND = table();

  static Traits of(String group, String kind) {
    Traits known = BY_KIND.get(group + "/" + kind);
    if (known != null) {
      return known;
    }
    return OWN_GROUPS.contains(group) || group.endsWith(".k8s.io") ? PLAIN : CUSTOM;
  }

  private static Map<String, Traits> table() {
    Map<String, Traits> table = new HashMap<>();
    core(table);
    table.put("apps/Deployment", new Traits(List.of("spec", "metadata.annotations"), true, "{}"));
    table.put("apps/ReplicaSet", new Traits(SPEC, true, "{\"replicas\":0}"));
    table.put(
        "apps/StatefulSet", new Traits(SPEC, true, "{\"replicas\":0,\"availableReplicas\":0}"));
    table.put(
        "apps/DaemonSet",
        new Traits(
            SPEC,
            true,
            "{\"currentNumberScheduled\":0,\"desiredNumberScheduled\":0,"
                + "\"numberMisscheduled\":0,\"numberReady\":0}"));
    table.put("batch/Job", new Traits(SPEC, true, "{}"));
    table.put("batch/CronJob", new Traits(SPEC, true, "{}"));
    table.put(
        "autoscaling/HorizontalPodAutoscaler",
        new Traits(NONE, true, "{\"currentReplicas\":0,\"desiredReplicas\":0}"));
    table.put(
        "policy/PodDisruptionBudget",
        new Traits(
            SPEC,
            true,
            "{\"currentHealthy\":0,\"desiredHealthy\":0,\"disruptionsAllowed\":0,"
                + "\"expectedPods\":0}"));
    groups(table);
    return table;
  }

  private static void core(Map<String, Traits> table) {
    table.put("/Pod", new Traits(SPEC, true, ""));
    table.put("/PodTemplate", new Traits(List.of("template"), false, ""));
    table.put("/ReplicationController", new Traits(SPEC, true, "{\"replicas\":0}"));
    table.put("/Namespace", new Traits(NONE, true, ""));
    table.put("/Node", new Traits(NONE, true, ""));
    table.put("/Service", new Traits(NONE, true, "{\"loadBalancer\":{}}"));
    table.put("/PersistentVolume", new Traits(NONE, true, "{\"phase\":\"Pending\"}"));
    table.put("/PersistentVolumeClaim", new Traits(NONE, true, "{\"phase\":\"Pending\"}"));
    table.put("/ResourceQuota", new Traits(NONE, true, "{}"));
  }

  private static void groups(Map<String, Traits> table) {
    Traits counted = new Traits(SPEC, false, "");
    Traits both = new Traits(SPEC, true, "{}");
    Traits webhooks = new Traits(List.of("webhooks"), false, "");
    table.put("networking.k8s.io/Ingress", new Traits(SPEC, true, "{\"loadBalancer\":{}}"));
    table.put("networking.k8s.io/NetworkPolicy", counted);
    table.put("networking.k8s.io/IngressClass", counted);
    table.put(
        "discovery.k8s.io/EndpointSlice",
        new Traits(List.of("addressType", "endpoints", "ports"), false, ""));
    table.put("scheduling.k8s.io/PriorityClass", new Traits(List.of("value"), false, ""));
    table.put("storage.k8s.io/VolumeAttachment", new Traits(NONE, true, "{\"attached\":false}"));
    table.put("storage.k8s.io/CSIDriver", counted);
    table.put("certificates.k8s.io/CertificateSigningRequest", new Traits(NONE, true, "{}"));
    table.put("apiextensions.k8s.io/CustomResourceDefinition", new Traits(SPEC, true, ""));
    table.put("apiregistration.k8s.io/APIService", new Traits(NONE, true, "{}"));
    table.put("flowcontrol.apiserver.k8s.io/FlowSchema", both);
    table.put("flowcontrol.apiserver.k8s.io/PriorityLevelConfiguration", both);
    table.put("admissionregistration.k8s.io/ValidatingAdmissionPolicy", both);
    table.put("admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding", counted);
    table.put("admissionregistration.k8s.io/MutatingWebhookConfiguration", webhooks);
    table.put("admissionregistration.k8s.io/ValidatingWebhookConfiguration", webhooks);
  }
}
