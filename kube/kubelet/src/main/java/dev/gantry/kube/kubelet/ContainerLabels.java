package dev.gantry.kube.kubelet;

import dev.gantry.kube.objects.KubeObject;
import java.util.HashMap;
import java.util.Map;

/// The names and labels by which a pod's containers are known to the engine, and found again
/// by the next daemon.
final class ContainerLabels {
  static final String POD_NAME = "io.kubernetes.pod.name";
  static final String POD_NAMESPACE = "io.kubernetes.pod.namespace";
  static final String POD_UID = "io.kubernetes.pod.uid";
  static final String CONTAINER = "io.kubernetes.container.name";
  static final String ATTEMPT = "io.kubernetes.container.restartCount";
  static final String HASH = "io.kubernetes.container.hash";
  static final String GRACE = "io.kubernetes.pod.terminationGracePeriod";
  static final String MESSAGE_PATH = "io.kubernetes.container.terminationMessagePath";

  private ContainerLabels() {}

  static String name(KubeObject pod, ContainerDef container, int attempt) {
    return "k8s_%s_%s_%s_%s_%d"
        .formatted(container.name(), pod.name(), pod.namespace(), pod.uid(), attempt);
  }

  static Map<String, String> of(KubeObject pod, ContainerDef container, int attempt) {
    Map<String, String> labels = ofPod(pod);
    labels.put(CONTAINER, container.name());
    labels.put(ATTEMPT, String.valueOf(attempt));
    labels.put(HASH, container.hash());
    labels.put(MESSAGE_PATH, container.text("terminationMessagePath"));
    labels.put(GRACE, pod.spec().path("terminationGracePeriodSeconds").asString("30"));
    return labels;
  }

  static Map<String, String> ofPod(KubeObject pod) {
    Map<String, String> labels = new HashMap<>();
    labels.put(POD_NAME, pod.name());
    labels.put(POD_NAMESPACE, pod.namespace());
    labels.put(POD_UID, pod.uid());
    return labels;
  }
}
