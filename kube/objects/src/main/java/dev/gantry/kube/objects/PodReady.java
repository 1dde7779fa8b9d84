package dev.gantry.kube.objects;

import java.time.Instant;
import java.util.Optional;

/// Whether a pod can be counted on.
public final class PodReady {
  private PodReady() {}

  public static boolean isReady(KubeObject pod) {
    return Conditions.isTrue(pod, "Ready");
  }

  /// Whether the pod has been ready for `minReadySeconds` without a break.
  public static boolean isAvailable(KubeObject pod, int minReadySeconds, Instant now) {
    if (!isReady(pod)) {
      return false;
    }
    return minReadySeconds == 0
        || availableFrom(pod, minReadySeconds).filter(from -> !from.isAfter(now)).isPresent();
  }

  /// When the pod counts as available if it stays ready; empty when it is not ready now.
  public static Optional<Instant> availableFrom(KubeObject pod, int minReadySeconds) {
    return Conditions.find(pod, "Ready")
        .filter(ready -> ready.path("status").asString("").equals("True"))
        .flatMap(ready -> KubeTimes.find(ready.path("lastTransitionTime")))
        .map(since -> since.plusSeconds(minReadySeconds));
  }

  /// Whether all its containers have ended for good.
  public static boolean isFinished(KubeObject pod) {
    String phase = pod.status().path("phase").asString("");
    return phase.equals("Succeeded") || phase.equals("Failed");
  }
}
