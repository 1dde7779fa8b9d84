package dev.gantry.kube.scheduler;

import static dev.gantry.kube.objects.BuiltInKinds.NAMESPACE;
import static dev.gantry.kube.objects.BuiltInKinds.NODE;
import static dev.gantry.kube.objects.BuiltInKinds.POD;

import dev.gantry.kube.client.ApiClient;
import dev.gantry.kube.client.Change;
import dev.gantry.kube.client.EventRecorder;
import dev.gantry.kube.client.Informer;
import dev.gantry.kube.client.Informers;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.ObjectKey;
import dev.gantry.kube.objects.PodReady;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.platform.lifecycle.OwnedThread;
import dev.gantry.platform.lifecycle.Timers;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives each pod that names this scheduler and has no node the node that suits it best.
///
/// One thread decides, pod by pod, on a view in which its earlier decisions count at once; others
/// write the bindings. A pod for which there is no place is told why in its condition and an event,
/// and waits until something changes that could help.
public final class Scheduler implements AutoCloseable {
  /// The name pods call this scheduler by, unless they name another.
  public static final String NAME = "default-scheduler";

  private static final Logger log = LoggerFactory.getLogger(Scheduler.class);

  private final Informer pods;
  private final Informer nodes;
  private final Informer namespaces;
  private final NodeCache cache = new NodeCache();
  private final SchedulingQueue queue;
  private final EventRecorder events;
  private final Verdicts verdicts;
  private final Binder binder;
  private final OwnedThread thread;

  private Scheduler(Informers informers, Timers timers, InstantSource clock) {
    ApiClient client = informers.client();
    pods = informers.of(POD);
    nodes = informers.of(NODE);
    namespaces = informers.of(NAMESPACE);
    queue = new SchedulingQueue(timers, clock);
    events = new EventRecorder(client, NAME, clock);
    verdicts = new Verdicts(client, events, clock);
    binder = new Binder(client, events, timers, cache, queue);
    pods.listen(this::podChanged);
    nodes.listen(this::nodeChanged);
    namespaces.listen(this::namespaceChanged);
    thread = OwnedThread.virtual("scheduler", this::run);
  }

  /// Starts to schedule. The informers and the timers stay the caller's.
  public static Scheduler start(Informers informers, Timers timers, InstantSource clock) {
    return new Scheduler(informers, timers, clock);
  }

  private void podChanged(Change change) {
    cache.podChanged(change);
    KubeObject pod = change.object();
    boolean wasPlaced = change.before().filter(before -> occupies(before)).isPresent();
    boolean isPlaced = change.after().filter(after -> occupies(after)).isPresent();
    if (change.after().filter(Scheduler::wantsNode).isEmpty()) {
      queue.remove(pod.key());
    } else if (!cache.isAssumed(pod.uid()) && concernsScheduling(change)) {
      queue.add(pod);
    }
    if (wasPlaced && !isPlaced) {
      queue.happened(_ -> true);
    } else if (isPlaced && (!wasPlaced || labelsChanged(change))) {
      queue.happened(this::looksAtPods);
    }
  }

  private static boolean occupies(KubeObject pod) {
    return !NodeCache.node(pod).isEmpty() && !PodReady.isFinished(pod);
  }

  private static boolean wantsNode(KubeObject pod) {
    return NodeCache.node(pod).isEmpty()
        && pod.spec().path("schedulerName").asString(NAME).equals(NAME)
        && !pod.isBeingDeleted()
        && !PodReady.isFinished(pod);
  }

  /// What we write ourselves into the status of a pod must not make it try again.
  private static boolean concernsScheduling(Change change) {
    return change
        .before()
        .filter(before -> before.spec().equals(change.object().spec()))
        .filter(_ -> !labelsChanged(change))
        .isEmpty();
  }

  private static boolean labelsChanged(Change change) {
    return change
        .before()
        .filter(
            before ->
                before.metadata().path("labels").equals(change.object().metadata().path("labels")))
        .isEmpty();
  }

  /// Whether it matters to a waiting pod which pods are where.
  private boolean looksAtPods(ObjectKey key) {
    return pods.find(key)
        .filter(
            pod ->
                pod.at("spec", "affinity").has("podAffinity")
                    || !pod.spec().path("topologySpreadConstraints").isEmpty())
        .isPresent();
  }

  /// A heartbeat helps nobody.
  private void nodeChanged(Change change) {
    boolean same =
        change
            .before()
            .filter(_ -> !change.isDisappearance())
            .filter(before -> before.spec().equals(change.object().spec()))
            .filter(before -> before.labels().equals(change.object().labels()))
            .filter(
                before ->
                    before
                        .status()
                        .path("allocatable")
                        .equals(change.object().status().path("allocatable")))
            .isPresent();
    if (!same) {
      queue.happened(_ -> true);
    }
  }

  private void namespaceChanged(Change change) {
    if (labelsChanged(change)) {
      queue.happened(this::looksAtPods);
    }
  }

  private void run() throws InterruptedException {
    pods.waitForSync();
    nodes.waitForSync();
    namespaces.waitForSync();
    while (true) {
      SchedulingQueue.Waiting next = queue.take();
      try {
        place(next);
      } catch (StatusException e) {
        log.warn("cannot place, will try again pod={}: {}", next.key(), e.getMessage());
        queue.failed(next, true);
      } catch (RuntimeException e) {
        if (Thread.currentThread().isInterrupted()) {
          return;
        }
        log.warn("cannot place, will try again pod={}", next.key(), e);
        queue.failed(next, true);
      }
    }
  }

  private void place(SchedulingQueue.Waiting waiting) {
    Optional<KubeObject> found =
        pods.find(waiting.key())
            .filter(pod -> pod.uid().equals(waiting.uid()))
            .filter(Scheduler::wantsNode)
            .filter(pod -> !cache.isAssumed(pod.uid()));
    if (found.isEmpty()) {
      queue.remove(waiting.key());
      return;
    }
    KubeObject pod = found.get();
    if (!pod.spec().path("schedulingGates").isEmpty()) {
      verdicts.gated(pod);
      queue.remove(waiting.key());
      return;
    }
    PodInfo info = PodInfo.of(pod);
    Snapshot cluster = cache.snapshot(info, nodes.list(), namespaces.list());
    switch (Placement.of(info, cluster)) {
      case Placement.Result.On(String node) -> {
        cache.assume(info, node);
        binder.bind(info, node, waiting);
      }
      case Placement.Result.Nowhere nowhere -> {
        // Before the verdict is written, so that what it changes is not taken for help.
        queue.failed(waiting, false);
        verdicts.unschedulable(info, cluster, nowhere);
      }
    }
  }

  @Override
  public void close() {
    thread.close();
    binder.close();
    events.close();
  }
}
