package dev.gantry.kube.apiserver;

import dev.gantry.kube.client.NodeAgent;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.ObjectKey;
import java.util.Map;
import java.util.function.Function;

/// The subresources of pods that are streams: `log`, `exec`, `attach`, `portforward`.
public final class PodStreams {
  private PodStreams() {}

  /// The subresources by resource and name: `pods/log`.
  ///
  /// @param pods the pod of a key; refuses with NotFound
  /// @param nodes the agent of a node; refuses in its own words when it cannot be reached
  public static Map<String, StreamedSubresource> of(
      Function<ObjectKey, KubeObject> pods, Function<String, NodeAgent> nodes) {
    var targets = new PodTargets(pods, nodes);
    return Map.of(
        "pods/log", new PodLog(targets),
        "pods/exec", new PodExec(targets),
        "pods/attach", new PodAttach(targets),
        "pods/portforward", new PodPortForward(targets));
  }
}
