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
}
