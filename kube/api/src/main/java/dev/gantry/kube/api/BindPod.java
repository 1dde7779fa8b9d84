package dev.gantry.kube.api;

import dev.gantry.kube.objects.BuiltInKinds;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.KubeTimes;
import dev.gantry.kube.objects.ObjectKey;
import dev.gantry.kube.objects.StatusCause;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.rules.validation.Validation;
import dev.gantry.kube.schema.Kind;
import java.time.InstantSource;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Assigns a pod to a node, once.
///
/// @param kind the kind Pod
record BindPod(Kind kind, KubeObject binding, InstantSource clock) implements Part {

  @Override
  public KubeObject show(KubeObject stored) {
    return stored;
  }

  /// Checks the binding itself.
  ///
  /// @throws StatusException Invalid
  void check(ObjectKey pod) {
    List<StatusCause> problems = Validation.ofBinding(binding);
    if (!problems.isEmpty()) {
      throw StatusException.invalid(BuiltInKinds.BINDING, pod.name(), problems);
    }
  }

  private String node() {
    return binding.at("target", "name").asString("");
  }

  @Override
  public ObjectNode merge(ObjectNode shown, KubeObject pod) {
    if (!binding.uid().isEmpty() && !binding.uid().equals(pod.uid())) {
      throw refused(
          pod,
          "Precondition failed: UID in precondition: %s, UID in object meta: %s"
              .formatted(binding.uid(), pod.uid()));
    }
    if (pod.isBeingDeleted()) {
      throw refused(pod, "pod " + pod.name() + " is being deleted, cannot be assigned to a host");
    }
    String present = pod.spec().path("nodeName").asString("");
    if (!present.isEmpty()) {
      throw refused(
          pod, "pod %s is already assigned to node \"%s\"".formatted(pod.name(), present));
    }
    if (!pod.spec().path("schedulingGates").isEmpty()) {
      throw refused(pod, "pod " + pod.name() + " has non-empty .spec.schedulingGates");
    }
    ObjectNode next = pod.json().deepCopy();
    next.withObject("/spec").put("nodeName", node());
    binding
        .annotations()
        .forEach((key, value) -> Metadata.of(next).withObject("/annotations").put(key, value));
    scheduled(next);
    return next;
  }

  /// A pod is not to be changed so by anybody else; nothing is left to check.
  @Override
  public List<StatusCause> problems(KubeObject next, KubeObject pod) {
    return List.of();
  }

  private void scheduled(ObjectNode pod) {
    ArrayNode conditions = pod.withObject("/status").withArray("/conditions");
    for (JsonNode condition : conditions) {
      if (condition.path("type").asString("").equals("PodScheduled")) {
        ObjectNode present = (ObjectNode) condition;
        present.remove(List.of("reason", "message"));
        present.put("status", "True").put("lastTransitionTime", now());
        return;
      }
    }
    conditions
        .addObject()
        .put("type", "PodScheduled")
        .put("status", "True")
        .put("lastTransitionTime", now());
  }

  private String now() {
    return KubeTimes.seconds(clock.instant());
  }

  private static StatusException refused(KubeObject pod, String problem) {
    return StatusException.conflict("", "pods/binding", pod.name(), problem);
  }
}
