package dev.gantry.kube.client;

import dev.gantry.kube.objects.BuiltInKinds;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.KubeTimes;
import dev.gantry.kube.objects.ObjectKey;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.objects.StatusReason;
import dev.gantry.platform.json.Json;
import dev.gantry.platform.lifecycle.OwnedThread;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/// Tells users what a component did, as Event objects.
///
/// Recording never waits and never fails: events are written by a thread of their own, and dropped
/// when too many wait, when the API refuses them, or when they are spam. A repeated event counts up
/// the one that is there; many that differ only in their message become one.
public final class EventRecorder implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EventRecorder.class);
  private static final int BACKLOG = 1000;

  /// How serious an event is.
  public enum Type {
    NORMAL("Normal"),
    WARNING("Warning");

    private final String text;

    Type(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  /// Something to tell.
  record Incident(EventSubject subject, Type type, String reason, String message, Instant time) {}

  private final ApiClient api;
  private final String component;
  private final String host;
  private final InstantSource clock;
  private final EventCorrelator correlator = new EventCorrelator();
  private final BlockingQueue<Incident> waiting = new ArrayBlockingQueue<>(BACKLOG);
  private final OwnedThread thread;

  /// For a component that belongs to no node.
  ///
  /// @param component who reports, `deployment-controller`
  public EventRecorder(ApiClient api, String component, InstantSource clock) {
    this(api, component, "", clock);
  }

  /// For a component of a node.
  ///
  /// @param host the node; may be empty
  public EventRecorder(ApiClient api, String component, String host, InstantSource clock) {
    this.api = api;
    this.component = component;
    this.host = host;
    this.clock = clock;
    thread = OwnedThread.virtual("events of " + component, this::run);
  }

  public void normal(KubeObject about, String reason, String message) {
    record(EventSubject.of(about), Type.NORMAL, reason, message);
  }

  public void warning(KubeObject about, String reason, String message) {
    record(EventSubject.of(about), Type.WARNING, reason, message);
  }

  public void record(EventSubject about, Type type, String reason, String message) {
    var incident = new Incident(about, type, reason, message, clock.instant());
    if (!waiting.offer(incident)) {
      log.debug("event dropped, too many wait component={} reason={}", component, reason);
    }
  }

  private void run() throws InterruptedException {
    while (true) {
      Incident incident = waiting.take();
      try {
        write(incident);
      } catch (StatusException e) {
        log.debug("event refused reason={}: {}", incident.reason(), e.getMessage());
      } catch (RuntimeException e) {
        log.debug("event lost reason={}", incident.reason(), e);
      }
    }
  }

  private void write(Incident incident) {
    var sighting = correlator.sighting(incident);
    if (sighting.isEmpty()) {
      return;
    }
    EventCorrelator.Sighting seen = sighting.get();
    if (seen.count() > 1 && countUp(seen)) {
      return;
    }
    KubeObject made = api.create(event(seen));
    correlator.written(seen, made.key());
  }

  /// False when the event is gone by now.
  private boolean countUp(EventCorrelator.Sighting seen) {
    if (seen.written().isEmpty()) {
      return false;
    }
    ObjectNode patch = Json.mapper().createObjectNode();
    patch
        .put("count", seen.count())
        .put("lastTimestamp", seconds(seen.incident().time()))
        .put("message", seen.message());
    try {
      api.patch(BuiltInKinds.EVENT, seen.written().get(), "", PatchType.MERGE, patch);
      return true;
    } catch (StatusException e) {
      if (e.is(StatusReason.NOT_FOUND)) {
        return false;
      }
      throw e;
    }
  }

  private KubeObject event(EventCorrelator.Sighting seen) {
    Incident incident = seen.incident();
    EventSubject subject = incident.subject();
    String namespace = subject.namespace().isEmpty() ? "default" : subject.namespace();
    long nanos = ChronoUnit.NANOS.between(Instant.EPOCH, incident.time());
    String name = subject.name() + "." + Long.toHexString(nanos);
    return KubeObject.named(BuiltInKinds.EVENT, new ObjectKey(namespace, name))
        .edit(
            json -> {
              json.set("involvedObject", subject.reference());
              json.put("reason", incident.reason()).put("message", seen.message());
              ObjectNode source = json.putObject("source").put("component", component);
              if (!host.isEmpty()) {
                source.put("host", host);
              }
              json.put("firstTimestamp", seconds(seen.first()))
                  .put("lastTimestamp", seconds(incident.time()))
                  .put("count", seen.count())
                  .put("type", incident.type().text())
                  .putNull("eventTime")
                  .put("reportingComponent", component)
                  .put("reportingInstance", host);
            });
  }

  private static String seconds(Instant time) {
    return KubeTimes.seconds(time);
  }

  @Override
  public void close() {
    thread.close();
  }
}
