package dev.gantry.kube.api;

import dev.gantry.kube.objects.BuiltInKinds;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.schema.Kind;
import java.util.OptionalLong;

/// How long an object may take to end. Only pods have a grace period.
final class GracePeriod {
  private GracePeriod() {}

  /// The grace period of a deletion in seconds; empty for objects that have none. Of a deletion
  /// under way only a shorter one is taken.
  static OptionalLong of(Kind kind, KubeObject object, OptionalLong wanted) {
    if (!kind.groupVersionKind().equals(BuiltInKinds.POD)) {
      return OptionalLong.empty();
    }
    if (object.isBeingDeleted()) {
      long present = object.metadata().path("deletionGracePeriodSeconds").asLong(0);
      return OptionalLong.of(Math.min(present, positive(wanted.orElse(present))));
    }
    // No node will ever confirm the end of a pod that is on none, or over already.
    String phase = object.status().path("phase").asString("");
    if (object.spec().path("nodeName").asString("").isEmpty()
        || phase.equals("Succeeded")
        || phase.equals("Failed")) {
      return OptionalLong.of(0);
    }
    long own = object.spec().path("terminationGracePeriodSeconds").asLong(30);
    return OptionalLong.of(positive(wanted.orElse(own)));
  }

  /// A negative period means at once, but not by force.
  private static long positive(long seconds) {
    return seconds < 0 ? 1 : seconds;
  }
}
