package dev.gantry.kube.controllers;

import static dev.gantry.kube.objects.BuiltInKinds.EVENT;

import dev.gantry.kube.client.ApiClient;
import dev.gantry.kube.client.Controller;
import dev.gantry.kube.client.DeleteOptions;
import dev.gantry.kube.client.Informer;
import dev.gantry.kube.client.Informers;
import dev.gantry.kube.client.Reconciler;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.KubeTimes;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.platform.lifecycle.Timers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/// Deletes events some time after they were last written. Wakes only when one is due, and then
/// takes along what is due soon.
public final class EventExpiry implements AutoCloseable {
  private static final String ALL = "all";

  private final ApiClient client;
  private final Informer events;
  private final Duration life;
  private final Duration rest;
  private final InstantSource clock;
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final Controller<String> controller;

  /// Starts to delete.
  ///
  /// @param life how long events stay
  public EventExpiry(Informers informers, Duration life, Timers timers, InstantSource clock) {
    client = informers.client();
    this.life = life;
    rest = life.dividedBy(60);
    this.clock = clock;
    events = informers.of(EVENT);
    controller = Controller.start("event-expiry", timers, 1, List.of(events), _ -> reconcile());
    events.listen(
        change -> {
          // While a visit is due anyway, another event changes nothing.
          if (change.isAppearance() && scheduled.compareAndSet(false, true)) {
            controller.enqueue(ALL);
          }
        });
  }

  private Reconciler.Outcome reconcile() {
    scheduled.set(true);
    Instant now = clock.instant();
    Optional<Instant> next = Optional.empty();
    for (KubeObject event : events.list()) {
      Instant end = lastWritten(event).plus(life);
      if (!end.isAfter(now)) {
        delete(event);
      } else if (next.isEmpty() || end.isBefore(next.get())) {
        next = Optional.of(end);
      }
    }
    if (next.isEmpty()) {
      scheduled.set(false);
      // One may have come between the look and the mark.
      return events.list().isEmpty()
          ? Reconciler.Outcome.done()
          : Reconciler.Outcome.retryAfter(rest);
    }
    return Reconciler.Outcome.retryAfter(Duration.between(now, next.get()).plus(rest));
  }

  private static Instant lastWritten(KubeObject event) {
    return Stream.of(
            event.at("lastTimestamp"),
            event.at("series", "lastObservedTime"),
            event.at("eventTime"),
            event.at("metadata", "creationTimestamp"))
        .map(KubeTimes::find)
        .flatMap(Optional::stream)
        .max(Instant::compareTo)
        .orElse(Instant.EPOCH);
  }

  private void delete(KubeObject event) {
    try {
      client.delete(EVENT, event.key(), DeleteOptions.DEFAULT.onlyUid(event.uid()));
    } catch (StatusException e) {
      if (!e.isNotFound() && !e.isConflict()) {
        throw e;
      }
    }
  }

  @Override
  public void close() {
    controller.close();
  }
}
