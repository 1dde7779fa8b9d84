package dev.gantry.kube.kubelet;

import dev.gantry.engine.core.ContainerRecord;
import dev.gantry.kube.client.Change;
import dev.gantry.kube.objects.KubeObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// The workers of the pods bound to this node, by uid.
final class PodWorkers implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PodWorkers.class);

  private final PodServices services;
  private final PodAdmission admission;
  private final Map<String, PodWorker> byUid = new ConcurrentHashMap<>();
  private volatile Map<String, List<ContainerRecord>> adoptable = Map.of();
  private volatile boolean closed;

  PodWorkers(PodServices services, PodAdmission admission) {
    this.services = services;
    this.admission = admission;
  }

  /// From now on pods that appear take over the containers they have here.
  void adoptFrom(Map<String, List<ContainerRecord>> present) {
    adoptable = present;
  }

  void adoptNoMore() {
    adoptable = Map.of();
  }

  Optional<PodWorker> find(String uid) {
    return Optional.ofNullable(byUid.get(uid));
  }

  Set<String> uids() {
    return Set.copyOf(byUid.keySet());
  }

  /// A pod of the cluster has changed; it may be another node's.
  void changed(Change change) {
    if (closed) {
      return;
    }
    KubeObject pod = change.object();
    String uid = pod.uid();
    boolean here = pod.spec().path("nodeName").asString("").equals(services.config().nodeName());
    PodWorker worker = byUid.get(uid);
    if (change.isDisappearance() || !here) {
      if (worker != null) {
        services.background().run("remove pod " + pod.key(), () -> remove(worker));
      }
    } else if (worker != null) {
      worker.update(pod);
    } else {
      begin(pod);
    }
  }

  private void begin(KubeObject pod) {
    var worker = new PodWorker(services, pod, this::refusal);
    byUid.put(pod.uid(), worker);
    List<ContainerRecord> present = adoptable.getOrDefault(pod.uid(), List.of());
    // The informer's thread must not wait.
    services
        .background()
        .run(
            "begin pod " + pod.key(),
            () -> {
              log.debug("pod begins pod={} uid={}", pod.key(), pod.uid());
              worker.start(present);
            });
  }

  private Optional<PodStatus.Verdict> refusal(KubeObject pod) {
    List<KubeObject> others = new ArrayList<>();
    for (PodWorker worker : byUid.values()) {
      if (!worker.uid().equals(pod.uid()) && !PodPhase.isFinal(worker.pod())) {
        others.add(worker.pod());
      }
    }
    return admission.refusal(pod, others);
  }

  private void remove(PodWorker worker) throws InterruptedException {
    worker.removed();
    worker.awaitEnd();
    byUid.remove(worker.uid(), worker);
  }

  /// A config map or secret has changed.
  ///
  /// @param kind `ConfigMap` or `Secret`
  void sourceChanged(String kind, KubeObject source) {
    for (PodWorker worker : byUid.values()) {
      KubeObject pod = worker.pod();
      if (pod.namespace().equals(source.namespace())
          && mentions(pod.spec(), source.name(), kind.equals("Secret"))) {
        worker.sourcesChanged();
      }
    }
  }

  private static boolean mentions(JsonNode spec, String name, boolean secret) {
    for (JsonNode volume : spec.path("volumes")) {
      if (refers(volume, name, secret)) {
        return true;
      }
      for (JsonNode source : volume.path("projected").path("sources")) {
        if (refers(source, name, secret)) {
          return true;
        }
      }
    }
    for (String list : List.of("initContainers", "containers", "ephemeralContainers")) {
      for (JsonNode container : spec.path(list)) {
        if (inEnvironment(container, name, secret)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean refers(JsonNode source, String name, boolean secret) {
    JsonNode reference = source.path(secret ? "secret" : "configMap");
    return reference.path("secretName").asString(reference.path("name").asString("")).equals(name);
  }

  private static boolean inEnvironment(JsonNode container, String name, boolean secret) {
    for (JsonNode from : container.path("envFrom")) {
      if (from.path(secret ? "secretRef" : "configMapRef").path("name").asString("").equals(name)) {
        return true;
      }
    }
    for (JsonNode variable : container.path("env")) {
      JsonNode from = variable.path("valueFrom");
      if (from.path(secret ? "secretKeyRef" : "configMapKeyRef")
          .path("name")
          .asString("")
          .equals(name)) {
        return true;
      }
    }
    return false;
  }

  /// The engine has new images: who waits for one may have it.
  void imagesChanged() {
    byUid.values().forEach(PodWorker::imagesChanged);
  }

  @Override
  public void close() {
    closed = true;
    byUid.values().forEach(PodWorker::close);
  }
}
