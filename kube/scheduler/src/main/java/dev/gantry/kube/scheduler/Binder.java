package dev.gantry.kube.scheduler;

import static dev.gantry.kube.objects.BuiltInKinds.BINDING;
import static dev.gantry.kube.objects.BuiltInKinds.POD;

import dev.gantry.kube.client.ApiClient;
import dev.gantry.kube.client.Controller;
import dev.gantry.kube.client.EventRecorder;
import dev.gantry.kube.client.Reconciler;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.platform.lifecycle.Timers;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/// Writes decisions, several at a time: the scheduler need not wait for the disk.
final class Binder implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Binder.class);
  private static final int WORKERS = 16;

  private record Decision(PodInfo pod, String node, SchedulingQueue.Waiting waiting) {}

  private final ApiClient client;
  private final EventRecorder events;
  private final NodeCache cache;
  private final SchedulingQueue queue;
  private final Controller<Decision> workers;

  Binder(
      ApiClient client,
      EventRecorder events,
      Timers timers,
      NodeCache cache,
      SchedulingQueue queue) {
    this.client = client;
    this.events = events;
    this.cache = cache;
    this.queue = queue;
    workers = Controller.start("binder", timers, WORKERS, List.of(), this::write);
  }

  /// Binds a pod that the cache assumes to be on the node.
  void bind(PodInfo pod, String node, SchedulingQueue.Waiting waiting) {
    workers.enqueue(new Decision(pod, node, waiting));
  }

  private Reconciler.Outcome write(Decision decision) {
    KubeObject pod = decision.pod().pod();
    try {
      client.createSubresource(POD, pod.key(), "binding", binding(pod, decision.node()));
      queue.remove(pod.key());
      events.normal(
          pod, "Scheduled", "Successfully assigned %s to %s".formatted(pod.key(), decision.node()));
    } catch (StatusException e) {
      cache.forget(pod.uid());
      if (e.isNotFound()) {
        queue.remove(pod.key());
      } else {
        log.warn("cannot bind pod={} node={}: {}", pod.key(), decision.node(), e.getMessage());
        queue.failed(decision.waiting(), true);
      }
    }
    return Reconciler.Outcome.done();
  }

  private static KubeObject binding(KubeObject pod, String node) {
    return KubeObject.named(BINDING, pod.key())
        .edit(
            json -> {
              json.withObject("metadata").put("uid", pod.uid());
              ObjectNode target = json.putObject("target");
              target.put("kind", "Node").put("name", node);
            });
  }

  @Override
  public void close() {
    workers.close();
  }
}
