package dev.gantry.engine.core;

import dev.gantry.platform.errors.OutOfRangeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// The engine's stream of events: published by use cases, read by any number of subscribers.
///
/// The last 256 are kept for subscribers that ask for the past. A subscriber has a bounded buffer;
/// one that does not read is cut off, and never holds up the publisher.
public final class EngineEvents {
  static final int REMEMBERED = 256;
  private static final int BUFFER = 1024;

  private final InstantSource clock;
  private final Deque<EngineEvent> recent = new ArrayDeque<>(REMEMBERED); // guarded by itself
  private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();
  private Instant last = Instant.EPOCH; // guarded by recent

  public EngineEvents(InstantSource clock) {
    this.clock = clock;
  }

  /// Publishes without blocking; times are strictly increasing, so they order events for clients.
  public void publish(String type, String action, String id, Map<String, String> attributes) {
    synchronized (recent) {
      Instant now = clock.instant();
      last = now.isAfter(last) ? now : last.plusNanos(1);
      var event = new EngineEvent(type, action, id, attributes, last);
      if (recent.size() == REMEMBERED) {
        recent.removeFirst();
      }
      recent.addLast(event);
      subscriptions.forEach(subscription -> subscription.offer(event));
    }
  }

  /// Starts listening: first what is remembered since `since`, if given, then what comes. There
  /// is no gap between the two and nothing comes twice.
  public Subscription subscribe(Predicate<EngineEvent> filter, Optional<Instant> since) {
    synchronized (recent) {
      List<EngineEvent> past = new ArrayList<>();
      since.ifPresent(
          from ->
              recent.stream()
                  .filter(event -> !event.at().isBefore(from))
                  .filter(filter)
                  .forEach(past::add));
      var subscription = new Subscription(filter, past);
      subscriptions.add(subscription);
      return subscription;
    }
  }

  /// One reader of events; for one thread.
  public final class Subscription implements AutoCloseable {
    private final Predicate<EngineEvent> filter;
    private final Deque<EngineEvent> past;
    private final ArrayBlockingQueue<EngineEvent> coming = new ArrayBlockingQueue<>(BUFFER);
    private volatile boolean overrun;

    private Subscription(Predicate<EngineEvent> filter, List<EngineEvent> past) {
      this.filter = filter;
      this.past = new ArrayDeque<>(past);
    }

    private void offer(EngineEvent event) {
      if (filter.test(event) && !coming.offer(event)) {
        overrun = true;
        subscriptions.remove(this);
      }
    }

    /// Waits for the next event, for ever when `until` is absent. Empty means that the time of
    /// `until` has come. Throws [OutOfRangeException] when this reader was too slow.
    public Optional<EngineEvent> next(Optional<Instant> until) throws InterruptedException {
      while (true) {
        var event = past.isEmpty() ? take(until) : Optional.of(past.removeFirst());
        if (event.isPresent() && until.isPresent() && event.get().at().isAfter(until.get())) {
          return Optional.empty();
        }
        if (event.isEmpty() && overrun) {
          throw new OutOfRangeException("the event reader fell behind by " + BUFFER + " events");
        }
        if (event.isPresent() || until.isPresent()) {
          return event;
        }
      }
    }

    private Optional<EngineEvent> take(Optional<Instant> until) throws InterruptedException {
      if (until.isEmpty() && !overrun) {
        return Optional.of(coming.take());
      }
      var left = Duration.between(clock.instant(), until.orElse(Instant.EPOCH));
      return Optional.ofNullable(
          coming.poll(Math.max(0, TimeUnit.NANOSECONDS.convert(left)), TimeUnit.NANOSECONDS));
    }

    @Override
    public void close() {
      subscriptions.remove(this);
    }
  }
}
