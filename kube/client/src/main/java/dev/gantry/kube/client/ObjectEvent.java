package dev.gantry.kube.client;

import dev.gantry.kube.objects.KubeObject;

/// A change of an object that a watch covers. An object that starts to match the watch's selectors
/// is added, one that no longer does is deleted.
public sealed interface ObjectEvent {

  /// The object after the change; for a deletion its last state, at the revision of the deletion.
  KubeObject object();

  record Added(KubeObject object) implements ObjectEvent {}

  record Modified(KubeObject object) implements ObjectEvent {}

  record Deleted(KubeObject object) implements ObjectEvent {}
}
