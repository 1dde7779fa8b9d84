package dev.gantry.kube.api;

import dev.gantry.kube.auth.Groups;
import dev.gantry.kube.auth.UserInfo;
import dev.gantry.kube.client.ApiClient;
import dev.gantry.kube.objects.BuiltInKinds;
import dev.gantry.kube.objects.GroupVersionKind;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.ObjectKey;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.objects.StatusReason;
import java.util.List;

/// The objects every cluster has. What somebody changed about them since stays.
final class ClusterBootstrap {
  static final Caller SERVER =
      new Caller(UserInfo.of("system:apiserver", Groups.MASTERS), "kube-apiserver");

  private static final List<String> NAMESPACES =
      List.of("kube-system", "kube-public", "kube-node-lease", "default");

  private final ApiClient api;

  ClusterBootstrap(ApiClient api) {
    this.api = api;
  }

  void run() {
    NAMESPACES.forEach(name -> ensure(named(BuiltInKinds.NAMESPACE, name)));
    ensure(
        priorityClass(
            "system-node-critical",
            2_000_001_000,
            "Used for system critical pods that must not be moved from their current node."));
    ensure(
        priorityClass(
            "system-cluster-critical",
            2_000_000_000,
            "Used for system critical pods that must run in the cluster, but can be moved to"
                + " another node if necessary."));
  }

  private static KubeObject named(GroupVersionKind kind, String name) {
    return KubeObject.named(kind, ObjectKey.clusterScoped(name));
  }

  private static KubeObject priorityClass(String name, int value, String description) {
    return named(BuiltInKinds.PRIORITY_CLASS, name)
        .edit(json -> json.put("value", value).put("description", description));
  }

  private void ensure(KubeObject object) {
    if (api.find(object.groupVersionKind(), object.key()).isPresent()) {
      return;
    }
    try {
      api.create(object);
    } catch (StatusException e) {
      if (!e.is(StatusReason.ALREADY_EXISTS)) {
        throw e;
      }
    }
  }
}
