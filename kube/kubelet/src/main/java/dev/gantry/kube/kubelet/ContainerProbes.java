package dev.gantry.kube.kubelet;

import dev.gantry.kube.client.EventRecorder;
import dev.gantry.kube.client.EventSubject;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.platform.lifecycle.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The probes of one attempt of a container: each a timer that runs when it is due. The startup
/// probe goes first; the others begin when it has succeeded, and it is not asked again.
final class ContainerProbes implements AutoCloseable {
  /// What a probe decides about.
  enum Kind {
    STARTUP("startupProbe", "Startup"),
    LIVENESS("livenessProbe", "Liveness"),
    READINESS("readinessProbe", "Readiness");

    private final String field;
    private final String word;

    Kind(String field, String word) {
      this.field = field;
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  /// Who wants to know.
  interface Listener {
    void health(Attempt attempt, Optional<Boolean> started, Optional<Boolean> ready);

    /// The container is to be replaced.
    void unhealthy(Attempt attempt, Kind kind, JsonNode probe);
  }

  private static final int MOST_TEXT = 1024;

  private final PodServices services;
  private final Handlers.Target target;
  private final Attempt attempt;
  private final Instant startedAt;
  private final Listener listener;
  private final Map<Kind, Timers.Timer> timers = new EnumMap<>(Kind.class); // guarded by this
  private boolean closed;
  private boolean sparing;

  ContainerProbes(
      PodServices services,
      Handlers.Target target,
      Attempt attempt,
      Instant startedAt,
      Listener listener) {
    this.services = services;
    this.target = target;
    this.attempt = attempt;
    this.startedAt = startedAt;
    this.listener = listener;
  }

  /// Begins; without probes the container is healthy at once.
  ///
  /// @param knownStarted what an earlier daemon had found out
  /// @param knownReady likewise
  void open(boolean knownStarted, boolean knownReady) {
    if (has(Kind.STARTUP) && !knownStarted) {
      schedule(Kind.STARTUP, 0, 0, firstDelay(Kind.STARTUP));
    } else {
      started(knownReady);
    }
  }

  private boolean has(Kind kind) {
    return !probe(kind).isMissingNode() && !probe(kind).isNull();
  }

  private JsonNode probe(Kind kind) {
    return target.container().at(kind.field);
  }

  private void started(boolean knownReady) {
    boolean asks = has(Kind.READINESS);
    listener.health(attempt, Optional.of(true), Optional.of(!asks || knownReady));
    for (Kind kind : new Kind[] {Kind.READINESS, Kind.LIVENESS}) {
      if (has(kind)) {
        schedule(kind, 0, 0, firstDelay(kind));
      }
    }
  }

  private Duration firstDelay(Kind kind) {
    Duration initial = Duration.ofSeconds(probe(kind).path("initialDelaySeconds").asLong(0));
    Duration age = Duration.between(startedAt, services.clock().instant());
    Duration left = initial.minus(age);
    return left.isNegative() ? Duration.ZERO : left;
  }

  private synchronized void schedule(Kind kind, int successes, int failures, Duration delay) {
    if (!closed) {
      timers.put(kind, services.timers().after(delay, () -> probeNow(kind, successes, failures)));
    }
  }

  private void probeNow(Kind kind, int successes, int failures) {
    JsonNode probe = probe(kind);
    Duration timeout = Duration.ofSeconds(Math.max(1, probe.path("timeoutSeconds").asLong(1)));
    Handlers.Outcome outcome;
    try {
      outcome = services.handlers().run(target, probe, timeout);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    synchronized (this) {
      if (closed || (sparing && kind != Kind.READINESS)) {
        return;
      }
    }
    int good = outcome.success() ? successes + 1 : 0;
    int bad = outcome.success() ? 0 : failures + 1;
    if (!outcome.success()) {
      tellUnhealthy(kind, outcome.output());
    }
    boolean succeeded = good >= Math.max(1, probe.path("successThreshold").asInt(1));
    boolean failed = bad >= Math.max(1, probe.path("failureThreshold").asInt(3));
    if (kind == Kind.STARTUP && succeeded) {
      started(false);
      return;
    }
    if (kind == Kind.READINESS && (succeeded || failed)) {
      listener.health(attempt, Optional.empty(), Optional.of(succeeded));
    }
    if (kind != Kind.READINESS && failed) {
      listener.unhealthy(attempt, kind, probe);
      return;
    }
    schedule(
        kind, good, bad, Duration.ofSeconds(Math.max(1, probe.path("periodSeconds").asLong(10))));
  }

  private void tellUnhealthy(Kind kind, String output) {
    KubeObject pod = target.pod();
    String text = output.length() > MOST_TEXT ? output.substring(0, MOST_TEXT) : output;
    services
        .events()
        .record(
            EventSubject.container(
                pod, target.container().kind().list(), target.container().name()),
            EventRecorder.Type.WARNING,
            "Unhealthy",
            kind.word() + " probe failed: " + text);
  }

  /// Asks no more about life; readiness may still change while the pod ends.
  synchronized void stopKilling() {
    sparing = true;
    for (Kind kind : new Kind[] {Kind.STARTUP, Kind.LIVENESS}) {
      Timers.Timer timer = timers.remove(kind);
      if (timer != null) {
        timer.cancel();
      }
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    timers.values().forEach(Timers.Timer::cancel);
    timers.clear();
  }
}
