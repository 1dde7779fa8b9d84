package dev.gantry.kube.client;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.ObjectKey;
import java.util.Optional;

/// How an informer's view of one object changed: absent before when it appeared, absent after when
/// it went. Several changes of the object may have become one.
public record Change(Optional<KubeObject> before, Optional<KubeObject> after) {

  /// The newest state known: after the change, or the last one of an object that went.
  public KubeObject object() {
    return after.or(() -> before).orElseThrow();
  }

  public ObjectKey key() {
    return object().key();
  }

  public boolean isAppearance() {
    return before.isEmpty();
  }

  public boolean isDisappearance() {
    return after.isEmpty();
  }
}
