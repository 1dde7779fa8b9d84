package dev.gantry.kube.kubelet;

import dev.gantry.engine.core.ContainerRecord;
import dev.gantry.kube.client.Backoff;
import dev.gantry.kube.client.DeleteOptions;
import dev.gantry.kube.objects.BuiltInKinds;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.KubeTimes;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.platform.lifecycle.OwnedThread;
import dev.gantry.platform.lifecycle.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes one pod what the API says it should be, and says in its status what it is.
///
/// A worker is a loop on a thread of its own. Whatever happens - the pod changes, a container
/// ends, a probe finds something, a back-off is over - only wakes it; it then looks at pod
/// and engine anew, does what the difference asks for, and reports. What takes long, starts
/// and stops, runs on other threads, one for each container at a time.
///
/// Nothing it needs after a restart of the daemon is in memory alone: containers and sandbox
/// are found at the engine, the rest is in the pod's status.
final class PodWorker implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PodWorker.class);
  private static final int WRITE_ATTEMPTS = 4;

  private final PodServices services;
  private final String uid;
  private final PodPlace place;
  private final PodVolumes volumes;
  private final PodContainers containers;
  private final PodAdmissionDesk admission;
  private final BlockingQueue<Boolean> wakeups = new ArrayBlockingQueue<>(1);
  private final Backoff failures = new Backoff(Duration.ofMillis(500), Duration.ofMinutes(2));
  private final Backoff placeFailures = new Backoff(Duration.ofMillis(500), Duration.ofMinutes(2));
  private volatile KubeObject pod;
  private volatile boolean gone;
  private volatile boolean volumesStale = true;
  private volatile boolean finished;

  // The rest belongs to the loop.
  private Optional<PodStatus.Verdict> verdict = Optional.empty();
  private boolean admitted;
  private boolean initialized;
  private boolean released;
  private boolean cleaned;
  private Optional<Instant> stopBy = Optional.empty();
  private Optional<Instant> next = Optional.empty();
  private Optional<Instant> placeRetry = Optional.empty();
  private Optional<Timers.Timer> alarm = Optional.empty();
  private volatile Optional<OwnedThread> thread = Optional.empty();
  private final CountDownLatch began = new CountDownLatch(1);

  /// Decides whether the pod may run here; asked once, before anything is done for it.
  interface PodAdmissionDesk {
    Optional<PodStatus.Verdict> refusal(KubeObject pod);
  }

  PodWorker(PodServices services, KubeObject pod, PodAdmissionDesk admission) {
    this.services = services;
    this.uid = pod.uid();
    this.pod = pod;
    this.admission = admission;
    place = new PodPlace(services, uid);
    volumes = new PodVolumes(services.files(), services.projections(), uid);
    containers = new PodContainers(services, volumes, this::wake);
  }

  /// Takes over what is there already, and begins.
  void start(List<ContainerRecord> present) throws InterruptedException {
    containers.define(pod);
    containers.adopt(pod, present);
    admitted = !present.isEmpty();
    wakeups.offer(true);
    thread = Optional.of(OwnedThread.virtual("pod " + pod.key(), this::run));
    began.countDown();
  }

  String uid() {
    return uid;
  }

  KubeObject pod() {
    return pod;
  }

  /// The engine's container of a pod's container.
  ///
  /// @param previous the one before the last restart
  Optional<Attempt> attempt(String container, boolean previous) {
    return containers.attempt(container, previous);
  }

  String podIp() {
    return place.podIp();
  }

  /// The pod has changed.
  void update(KubeObject changed) {
    KubeObject before = pod;
    pod = changed;
    if (!before.metadata().path("labels").equals(changed.metadata().path("labels"))
        || !before.metadata().path("annotations").equals(changed.metadata().path("annotations"))) {
      volumesStale = true;
    }
    wake();
  }

  /// The pod is no more: whatever runs of it is to end.
  void removed() {
    gone = true;
    wake();
  }

  /// Something that volumes and variables are made of has changed.
  void sourcesChanged() {
    volumesStale = true;
    containers.retrySoon();
    placeRetry = Optional.empty();
    wake();
  }

  /// An image has come to the engine.
  void imagesChanged() {
    if (containers.retrySoon()) {
      wake();
    }
  }

  /// Waits until nothing of a removed pod is left on this node.
  void awaitEnd() throws InterruptedException {
    began.await();
    if (thread.isPresent()) {
      thread.get().join();
    }
  }

  void wake() {
    wakeups.offer(true);
  }

  private void run() throws InterruptedException {
    while (!finished) {
      wakeups.take();
      try {
        next = Optional.empty();
        sync();
        failures.reset();
      } catch (RuntimeException e) {
        log.warn("pod could not be brought up to date pod={} uid={}", pod.key(), uid, e);
        wakeAt(now().plus(failures.next()));
      }
      setAlarm();
    }
    containers.closeProbes();
  }

  private Instant now() {
    return services.clock().instant();
  }

  private void wakeAt(Instant when) {
    if (next.isEmpty() || when.isBefore(next.get())) {
      next = Optional.of(when);
    }
  }

  private void setAlarm() {
    alarm.ifPresent(Timers.Timer::cancel);
    alarm =
        next.map(
            due -> {
              Duration delay = Duration.between(now(), due);
              return services
                  .timers()
                  .after(delay.isNegative() ? Duration.ZERO : delay, this::wake);
            });
  }

  private void sync() throws InterruptedException {
    KubeObject current = pod;
    containers.define(current);
    containers.observe();
    if (cleaned) {
      finished = gone;
      return;
    }
    if (gone || current.isBeingDeleted()) {
      end(current);
      return;
    }
    if (!PodPhase.isFinal(current)) {
      checkDeadline(current);
      if (!admitted) {
        verdict = admission.refusal(current);
        verdict.ifPresent(v -> services.events().warning(current, v.reason(), v.message()));
        admitted = true;
      }
    }
    if (PodPhase.isFinal(current) || verdict.isPresent()) {
      if (containers.stopAll(current, place.podIp(), stopDeadline(current), "Stopping container")) {
        report();
        release();
        return;
      }
    } else {
      advance(current);
    }
    containers.probe(current, place.podIp());
    report();
  }

  private void checkDeadline(KubeObject current) {
    var seconds = current.spec().path("activeDeadlineSeconds");
    var started = KubeTimes.find(current.status().path("startTime"));
    if (!seconds.isNumber() || started.isEmpty()) {
      return;
    }
    Instant deadline = started.get().plusSeconds(seconds.asLong(0));
    if (now().isBefore(deadline)) {
      wakeAt(deadline);
    } else if (verdict.isEmpty()) {
      verdict =
          Optional.of(
              new PodStatus.Verdict(
                  "DeadlineExceeded",
                  "Pod was active on the node longer than the specified deadline"));
      services.events().normal(current, "DeadlineExceeded", verdict.get().message());
    }
  }

  /// Until when the pod's processes may take to end, fixed when that is first asked, and brought
  /// forward when the pod's grace is shortened.
  private Instant stopDeadline(KubeObject current) {
    long grace =
        current
            .metadata()
            .path("deletionGracePeriodSeconds")
            .asLong(current.spec().path("terminationGracePeriodSeconds").asLong(30));
    Instant wanted = now().plusSeconds(grace);
    if (stopBy.isEmpty()) {
      stopBy = Optional.of(wanted);
    } else if (wanted.isBefore(stopBy.get())) {
      stopBy = Optional.of(wanted);
      services.timers().after(Duration.ofSeconds(grace), containers::killAll);
    }
    return stopBy.get();
  }

  private void advance(KubeObject current) throws InterruptedException {
    PodPlan plan = PodPlan.of(current, containers.views(), now());
    initialized = plan.initialized();
    containers.announceBackoffs(current, now());
    plan.next().ifPresent(this::wakeAt);
    if (plan.stopSidecars()) {
      containers.stopAll(current, place.podIp(), stopDeadline(current), "Stopping container");
      return;
    }
    if (plan.start().isEmpty() && plan.replace().isEmpty() && !volumesStale) {
      renewTokens();
      return;
    }
    if (!ensurePlace(current)) {
      return;
    }
    for (String name : plan.replace()) {
      containers.replace(current, name, place.podIp());
    }
    for (String name : plan.start()) {
      containers.start(current, name, place.podIp());
    }
    renewTokens();
  }

  private void renewTokens() {
    services
        .tokens()
        .renewal(uid)
        .ifPresent(
            due -> {
              if (due.isAfter(now())) {
                wakeAt(due);
              } else if (!volumesStale) {
                volumesStale = true;
                wake();
              }
            });
  }

  /// Volumes and sandbox. False when one of them cannot be had now.
  private boolean ensurePlace(KubeObject current) throws InterruptedException {
    if (placeRetry.filter(at -> at.isAfter(now())).isPresent()) {
      wakeAt(placeRetry.get());
      return false;
    }
    var view =
        new FieldValues.PodView(
            current, place.podIp(), services.config().nodeAddress().getHostAddress());
    try {
      if (volumesStale) {
        volumesStale = false;
        volumes.prepare(view);
      }
    } catch (VolumeFailure e) {
      volumesStale = true;
      services.events().warning(current, "FailedMount", e.message());
      return retryPlace();
    }
    try {
      place.ensure(current);
      placeFailures.reset();
      placeRetry = Optional.empty();
      return true;
    } catch (RuntimeException e) {
      log.warn("pod got no sandbox pod={} uid={}", current.key(), uid, e);
      services
          .events()
          .warning(
              current, "FailedCreatePodSandBox", "Failed to create pod sandbox: " + e.getMessage());
      return retryPlace();
    }
  }

  private boolean retryPlace() {
    placeRetry = Optional.of(now().plus(placeFailures.next()));
    wakeAt(placeRetry.get());
    return false;
  }

  /// The pod is being deleted: ends its processes, then takes everything apart, then lets the
  /// object go.
  private void end(KubeObject current) throws InterruptedException {
    boolean ended =
        containers.stopAll(current, place.podIp(), stopDeadline(current), "Stopping container");
    containers.probe(current, place.podIp());
    report();
    if (!ended) {
      return;
    }
    containers.closeProbes();
    containers.removeAll();
    release();
    cleaned = true;
    if (gone) {
      finished = true;
      return;
    }
    try {
      services
          .client()
          .delete(BuiltInKinds.POD, current.key(), DeleteOptions.DEFAULT.grace(0).onlyUid(uid));
    } catch (StatusException e) {
      if (!e.isNotFound() && !e.isConflict()) {
        cleaned = false;
        throw e;
      }
    }
  }

  private void release() {
    if (!released) {
      released = true;
      place.remove();
      services.tokens().forget(uid);
      // A pod that ended keeps what its containers said; the directory goes with the pod.
      if (gone || pod.isBeingDeleted()) {
        PodVolumes.remove(services.files(), uid);
      }
      PodCgroups.remove(pod);
    } else if (gone || pod.isBeingDeleted()) {
      PodVolumes.remove(services.files(), uid);
    }
  }

  /// Writes the status when it is another one.
  private void report() {
    if (gone) {
      return;
    }
    KubeObject current = pod;
    for (int attempt = 0; attempt < WRITE_ATTEMPTS; attempt++) {
      KubeObject told = PodStatus.apply(current, containers.views(), facts());
      if (told.status().equals(current.status())) {
        return;
      }
      try {
        services.client().updateStatus(told);
        return;
      } catch (StatusException e) {
        if (e.isNotFound()) {
          return;
        }
        if (!e.isConflict()) {
          throw e;
        }
        var fresh = services.client().find(BuiltInKinds.POD, current.key());
        if (fresh.isEmpty() || !fresh.get().uid().equals(uid)) {
          return;
        }
        current = fresh.get();
      }
    }
    wakeAt(now().plus(Duration.ofSeconds(1)));
  }

  private PodStatus.Facts facts() {
    boolean over = containers.views().stream().noneMatch(s -> s.busy() || s.run().isRunning());
    return new PodStatus.Facts(
        place.podIp(),
        services.config().nodeAddress().getHostAddress(),
        place.exists(),
        initialized,
        over,
        verdict,
        now());
  }

  /// Leaves the pod's containers alone.
  @Override
  public void close() {
    alarm.ifPresent(Timers.Timer::cancel);
    thread.ifPresent(OwnedThread::close);
    containers.closeProbes();
  }
}
