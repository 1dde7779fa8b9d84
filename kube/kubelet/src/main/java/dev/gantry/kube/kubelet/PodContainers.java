package dev.gantry.kube.kubelet;

import dev.gantry.engine.core.ContainerRecord;
import dev.gantry.engine.core.ContainerState;
import dev.gantry.kube.client.EventRecorder;
import dev.gantry.kube.client.EventSubject;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.platform.lifecycle.TaskScope;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// The containers of one pod. Used by the pod's worker; what it starts and stops runs on
/// threads of its own and wakes the worker when it is done.
final class PodContainers {
  private static final Logger log = LoggerFactory.getLogger(PodContainers.class);

  private final PodServices services;
  private final Runnable wake;
  private final Obituaries obituaries;
  private final ContainerStarter starter;
  private final ContainerStopper stopper;
  private final Map<String, ContainerSlot> slots = new ConcurrentHashMap<>();
  private final Map<String, OpenProbes> probes = new HashMap<>(); // guarded by itself
  private final Map<String, Integer> announced = new HashMap<>();
  private volatile List<String> order = List.of();

  private record OpenProbes(Attempt attempt, ContainerProbes probes) {}

  PodContainers(PodServices services, PodVolumes volumes, Runnable wake) {
    this.services = services;
    this.wake = wake;
    obituaries = new Obituaries(services.engine(), services.files());
    starter = new ContainerStarter(services, volumes);
    stopper = new ContainerStopper(services);
  }

  /// Takes over the definitions of the pod's containers.
  void define(KubeObject pod) {
    Map<String, ContainerDef> defs = new LinkedHashMap<>();
    ContainerDef.all(pod).forEach(def -> defs.put(def.name(), def));
    defs.forEach(
        (name, def) -> slots.computeIfAbsent(name, _ -> new ContainerSlot(def)).define(def));
    order = List.copyOf(defs.keySet());
  }

  private List<ContainerSlot> inOrder() {
    return order.stream().map(this::slot).toList();
  }

  private ContainerSlot slot(String name) {
    return java.util.Objects.requireNonNull(slots.get(name));
  }

  List<SlotView> views() {
    return inOrder().stream().map(ContainerSlot::view).toList();
  }

  Optional<Attempt> attempt(String container, boolean previous) {
    return Optional.ofNullable(slots.get(container))
        .flatMap(slot -> previous ? slot.previous() : slot.attempt());
  }

  /// Takes over what an earlier daemon started. What it had only created is removed.
  void adopt(KubeObject pod, List<ContainerRecord> present) throws InterruptedException {
    Map<String, List<ContainerRecord>> byName = new HashMap<>();
    for (ContainerRecord record : present) {
      String name = record.spec().labels().getOrDefault(ContainerLabels.CONTAINER, "");
      boolean halfMade =
          record.state() instanceof ContainerState.Created(var failure) && failure.isEmpty();
      if (halfMade || !slots.containsKey(name)) {
        services.containers().remove(record.id().value());
      } else {
        byName.computeIfAbsent(name, _ -> new java.util.ArrayList<>()).add(record);
      }
    }
    byName.forEach((name, records) -> adopt(pod, slot(name), records));
  }

  private void adopt(KubeObject pod, ContainerSlot slot, List<ContainerRecord> records) {
    records.sort(
        Comparator.comparingInt(
                (ContainerRecord record) -> EngineContainers.attempt(record).number())
            .reversed());
    Attempt latest = EngineContainers.attempt(records.getFirst());
    Optional<ContainerRecord> before = records.stream().skip(1).findFirst();
    slot.adopt(
        latest,
        before.map(EngineContainers::attempt),
        before.map(r -> obituaries.of(slot.def(), EngineContainers.attempt(r), r)));
    JsonNode known = statusOf(pod, slot.def());
    if (known.path("containerID").asString("").equals(latest.containerId())) {
      slot.adoptHealth(
          known.path("started").asBoolean(false), known.path("ready").asBoolean(false));
    }
    if (records.getFirst().state().isAlive()) {
      log.info(
          "container adopted pod={} container={} id={}", pod.key(), slot.def().name(), latest.id());
      services.containers().whenEnded(latest.id(), wake);
    }
  }

  private static JsonNode statusOf(KubeObject pod, ContainerDef def) {
    String list =
        switch (def.kind()) {
          case INIT, SIDECAR -> "initContainerStatuses";
          case APP -> "containerStatuses";
          case EPHEMERAL -> "ephemeralContainerStatuses";
        };
    for (JsonNode status : pod.status().path(list)) {
      if (status.path("name").asString("").equals(def.name())) {
        return status;
      }
    }
    return tools.jackson.databind.node.MissingNode.getInstance();
  }

  /// Looks at the engine.
  void observe() {
    for (ContainerSlot slot : inOrder()) {
      var attempt = slot.attempt();
      if (attempt.isPresent() && !slot.view().hasEnded()) {
        slot.observe(
            services.containers().find(attempt.get().id()), obituaries, services.clock().instant());
      }
    }
  }

  /// What waited for something that may have come is tried again at once.
  ///
  /// @return whether anything waited
  boolean retrySoon() {
    boolean any = false;
    for (ContainerSlot slot : slots.values()) {
      any |= slot.retrySoon();
    }
    return any;
  }

  void start(KubeObject pod, String name, String podIp) {
    ContainerSlot slot = slot(name);
    slot.beginStart()
        .ifPresent(
            number -> {
              String pidMode = pidMode(pod, slot.def());
              var thread =
                  services
                      .background()
                      .run(
                          "start " + name + " of " + pod.key(),
                          () -> {
                            try {
                              starter.start(pod, slot, number, podIp, pidMode, wake);
                            } finally {
                              slot.startOver();
                              wake.run();
                            }
                          });
              slot.operatedBy(thread);
            });
  }

  private String pidMode(KubeObject pod, ContainerDef def) {
    if (pod.spec().path("hostPID").asBoolean(false)) {
      return "host";
    }
    return attempt(def.text("targetContainerName"), false)
        .map(target -> "container:" + target.id())
        .orElse("");
  }

  /// Ends a container that its definition has left behind; the next look at it starts the new
  /// one.
  void replace(KubeObject pod, String name, String podIp) {
    Duration grace = grace(pod);
    stop(
        pod,
        slot(name),
        podIp,
        services.clock().instant().plus(grace),
        "Container " + name + " definition changed, will be restarted");
  }

  private static Duration grace(KubeObject pod) {
    return Duration.ofSeconds(pod.spec().path("terminationGracePeriodSeconds").asLong(30));
  }

  private void stop(KubeObject pod, ContainerSlot slot, String podIp, Instant until, String why) {
    slot.beginStop()
        .ifPresent(
            attempt -> {
              var thread =
                  services
                      .background()
                      .run(
                          "stop " + slot.def().name() + " of " + pod.key(),
                          () -> {
                            try {
                              stopper.stop(pod, slot.def(), attempt, podIp, until, why);
                            } finally {
                              slot.stopOver();
                              wake.run();
                            }
                          });
              slot.operatedBy(thread);
            });
  }

  /// Ends everything that runs; sidecars after the others, the last one first.
  ///
  /// @return whether nothing runs any more
  boolean stopAll(KubeObject pod, String podIp, Instant until, String why) {
    boolean othersRun = false;
    for (ContainerSlot slot : inOrder()) {
      if (slot.def().kind() != ContainerDef.Kind.SIDECAR && isAlive(slot)) {
        othersRun = true;
        stopNow(pod, slot, podIp, until, why);
      }
    }
    if (othersRun) {
      return false;
    }
    for (ContainerSlot slot : inOrder().reversed()) {
      if (isAlive(slot)) {
        stopNow(pod, slot, podIp, until, why);
        return false;
      }
    }
    return true;
  }

  private static boolean isAlive(ContainerSlot slot) {
    SlotView view = slot.view();
    return view.busy() || view.run().isRunning();
  }

  private void stopNow(
      KubeObject pod, ContainerSlot slot, String podIp, Instant until, String why) {
    slot.interruptStart();
    stop(pod, slot, podIp, until, why + " " + slot.def().name());
  }

  /// Kills what still runs, when grace was shortened.
  void killAll() {
    for (ContainerSlot slot : inOrder()) {
      var attempt = slot.attempt().filter(_ -> isAlive(slot));
      if (attempt.isPresent()) {
        try {
          services.containers().kill(attempt.get().id());
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return;
        }
      }
    }
  }

  /// Says of those who crashed that they have to wait, and of those who will not be started again
  /// that they are done.
  void announceBackoffs(KubeObject pod, Instant now) {
    for (ContainerSlot slot : inOrder()) {
      SlotView view = slot.view();
      if (view.busy() || !(view.run() instanceof Run.Ended(var how))) {
        continue;
      }
      if (!slot.def().restartPolicy(pod).restartsAfter(how.exitCode())) {
        slot.setWaiting(Optional.empty());
        continue;
      }
      boolean starting = view.waiting().filter(w -> !isOfCrash(w)).isPresent();
      if (!starting && view.backingOff().filter(now::isBefore).isPresent()) {
        announce(pod, slot, view);
      }
    }
  }

  private static boolean isOfCrash(Waiting waiting) {
    return waiting.reason().equals("CrashLoopBackOff")
        || waiting.reason().equals("RunContainerError")
        || waiting.reason().equals("PostStartHookError");
  }

  private void announce(KubeObject pod, ContainerSlot slot, SlotView view) {
    String name = view.name();
    String about = "%s_%s(%s)".formatted(pod.name(), pod.namespace(), pod.uid());
    slot.setWaiting(
        Optional.of(
            new Waiting(
                "CrashLoopBackOff",
                "back-off %s restarting failed container=%s pod=%s"
                    .formatted(CrashBackoff.text(slot.crashDelay()), name, about))));
    int attempt = view.attempt().map(Attempt::number).orElse(0);
    Integer told = announced.put(name, attempt);
    if (told == null || told != attempt) {
      services
          .events()
          .record(
              EventSubject.container(pod, view.def().kind().list(), name),
              EventRecorder.Type.WARNING,
              "BackOff",
              "Back-off restarting failed container %s in pod %s".formatted(name, about));
    }
  }

  /// Sees to it that what runs is probed, and nothing else.
  void probe(KubeObject pod, String podIp) {
    synchronized (probes) {
      for (ContainerSlot slot : inOrder()) {
        SlotView view = slot.view();
        OpenProbes open = probes.get(view.name());
        Optional<Attempt> running =
            view.run().isRunning() ? view.attempt() : Optional.<Attempt>empty();
        if (open != null && !running.equals(Optional.of(open.attempt()))) {
          open.probes().close();
          probes.remove(view.name());
          open = null;
        }
        if (open == null && running.isPresent() && !view.busy() && !pod.isBeingDeleted()) {
          open(pod, slot, view, running.get(), podIp);
        } else if (open != null && pod.isBeingDeleted()) {
          open.probes().stopKilling();
        }
      }
    }
  }

  private void open(
      KubeObject pod, ContainerSlot slot, SlotView view, Attempt attempt, String podIp) {
    Instant since =
        view.run() instanceof Run.Running(var startedAt) ? startedAt : services.clock().instant();
    var opened =
        new ContainerProbes(
            services,
            new Handlers.Target(pod, view.def(), attempt.id(), podIp),
            attempt,
            since,
            new ContainerProbes.Listener() {
              @Override
              public void health(Attempt of, Optional<Boolean> started, Optional<Boolean> ready) {
                if (slot.health(of, started, ready)) {
                  wake.run();
                }
              }

              @Override
              public void unhealthy(Attempt of, ContainerProbes.Kind kind, JsonNode probe) {
                replaceUnhealthy(pod, slot, podIp, kind, probe);
              }
            });
    probes.put(view.name(), new OpenProbes(attempt, opened));
    opened.open(view.started(), view.ready());
  }

  private void replaceUnhealthy(
      KubeObject pod, ContainerSlot slot, String podIp, ContainerProbes.Kind kind, JsonNode probe) {
    Duration grace =
        Duration.ofSeconds(
            probe.path("terminationGracePeriodSeconds").asLong(grace(pod).toSeconds()));
    stop(
        pod,
        slot,
        podIp,
        services.clock().instant().plus(grace),
        "Container %s failed %s probe, will be restarted"
            .formatted(slot.def().name(), kind.word().toLowerCase(java.util.Locale.ROOT)));
  }

  void closeProbes() {
    synchronized (probes) {
      probes.values().forEach(open -> open.probes().close());
      probes.clear();
    }
  }

  /// Removes the engine's containers; all have ended.
  void removeAll() throws InterruptedException {
    try (var scope = TaskScope.open("remove containers")) {
      for (ContainerSlot slot : slots.values()) {
        for (Attempt attempt :
            java.util.stream.Stream.concat(slot.attempt().stream(), slot.previous().stream())
                .toList()) {
          scope.fork(
              () -> {
                services.containers().remove(attempt.id());
                return true;
              });
        }
      }
      scope.join();
    }
  }
}
