package dev.gantry.kube.api;

import dev.gantry.kube.objects.BuiltInKinds;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.schema.Kind;
import java.time.InstantSource;

/// What is done to pods by posting: binding and eviction.
final class PodActions {
  private static final int ATTEMPTS = 20;

  private final UpdateObject updates;
  private final EvictPod evictions;
  private final InstantSource clock;

  PodActions(UpdateObject updates, EvictPod evictions, InstantSource clock) {
    this.updates = updates;
    this.evictions = evictions;
    this.clock = clock;
  }

  /// Whether a kind is the one that is posted to bind pods without naming them in the path.
  static boolean isBinding(Kind kind) {
    return kind.groupVersionKind().equals(BuiltInKinds.BINDING);
  }

  Written bind(WriteRequest request, KubeObject binding) {
    var part = new BindPod(request.kind(), binding, clock);
    part.check(request.key());
    updates.update(
        request, part, shown -> new UpdateObject.Proposal(shown.json(), false), ATTEMPTS);
    return Written.created(Answers.created());
  }

  Written evict(WriteRequest request, KubeObject eviction) {
    evictions.evict(request, DeleteOptionsReader.read(eviction.at("deleteOptions")));
    return Written.created(Answers.created());
  }
}
