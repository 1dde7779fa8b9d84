package dev.gantry.kube.api;

import dev.gantry.kube.client.DeleteOptions;
import dev.gantry.kube.objects.GroupVersionKind;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.KubeTimes;
import dev.gantry.kube.objects.LabelSelector;
import dev.gantry.kube.objects.ObjectKey;
import dev.gantry.kube.objects.StatusCause;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.objects.StatusReason;
import dev.gantry.kube.schema.Kind;
import dev.gantry.kube.schema.Kinds;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Deletes a pod unless that would take more of its kind away than a disruption budget allows.
final class EvictPod {
  private static final GroupVersionKind BUDGET =
      new GroupVersionKind("policy", "v1", "PodDisruptionBudget");

  private final ObjectStorage storage;
  private final ObjectReader objects;
  private final DeleteObject deletes;
  private final Kind budgets;
  private final InstantSource clock;

  EvictPod(
      ObjectStorage storage,
      ObjectReader objects,
      DeleteObject deletes,
      Kinds kinds,
      InstantSource clock) {
    this.storage = storage;
    this.objects = objects;
    this.deletes = deletes;
    this.budgets = kinds.get(BUDGET);
    this.clock = clock;
  }

  void evict(WriteRequest request, DeleteOptions options) {
    KubeObject pod =
        storage
            .find(request.kind(), request.key())
            .orElseThrow(() -> Requests.notFound(request.kind(), request.key()))
            .object();
    if (needsBudget(pod)) {
      List<KubeObject> matching =
          objects.list(BUDGET, pod.namespace()).stream()
              .filter(
                  budget -> LabelSelector.ofStructure(budget.spec().path("selector")).matches(pod))
              .toList();
      if (matching.size() > 1) {
        throw StatusException.internal(
            "This pod has more than one PodDisruptionBudget, which the eviction subresource does"
                + " not support.");
      }
      matching.forEach(budget -> take(request, budget.key(), pod));
    }
    deletes.delete(request, options);
  }

  /// A pod that serves nobody, or is going anyway, disrupts nothing.
  private static boolean needsBudget(KubeObject pod) {
    String phase = pod.status().path("phase").asString("");
    return !pod.isBeingDeleted()
        && !phase.equals("Succeeded")
        && !phase.equals("Failed")
        && !phase.equals("Pending");
  }

  /// Takes one disruption from the budget, so that two evictions do not share it.
  private void take(WriteRequest request, ObjectKey key, KubeObject pod) {
    while (true) {
      Optional<StoredBytes> stored = storage.find(budgets, key);
      if (stored.isEmpty()) {
        return;
      }
      KubeObject budget = stored.get().object();
      if (budget.status().path("disruptionsAllowed").asInt(0) <= 0) {
        throw refused(budget);
      }
      ObjectNode next = budget.json().deepCopy();
      ObjectNode status = next.withObject("/status");
      status.put("disruptionsAllowed", status.path("disruptionsAllowed").asInt(0) - 1);
      status.withObject("/disruptedPods").put(pod.name(), KubeTimes.seconds(clock.instant()));
      if (request.dryRun() || storage.replace(budgets, stored.get(), next).isPresent()) {
        return;
      }
    }
  }

  private static StatusException refused(KubeObject budget) {
    String detail =
        "The disruption budget %s needs %d healthy pods and has %d currently"
            .formatted(
                budget.name(),
                budget.status().path("desiredHealthy").asInt(0),
                budget.status().path("currentHealthy").asInt(0));
    return new StatusException(
        StatusReason.TOO_MANY_REQUESTS,
        "Cannot evict pod as it would violate the pod's disruption budget.",
        Optional.of(
            new StatusException.Details(
                "", "", "", "", List.of(new StatusCause("DisruptionBudget", detail, "")))));
  }
}
