package dev.gantry.kube.controllers;

import dev.gantry.kube.objects.BuiltInKinds;
import dev.gantry.kube.objects.GroupVersionKind;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.LabelSelector;
import java.util.function.Function;

/// One of the two kinds that keep a number of like pods; they differ in how they write their
/// selector.
///
/// @param component as which the controller signs its events
record ReplicaKind(
    GroupVersionKind kind, String component, Function<KubeObject, LabelSelector> reader) {
  static final ReplicaKind REPLICA_SET =
      new ReplicaKind(
          BuiltInKinds.REPLICA_SET,
          "replicaset-controller",
          set -> LabelSelector.ofStructure(set.spec().path("selector")));

  static final ReplicaKind REPLICATION_CONTROLLER =
      new ReplicaKind(
          BuiltInKinds.REPLICATION_CONTROLLER,
          "replication-controller",
          set -> LabelSelector.ofMap(set.spec().path("selector")));

  LabelSelector selector(KubeObject set) {
    return reader.apply(set);
  }
}
