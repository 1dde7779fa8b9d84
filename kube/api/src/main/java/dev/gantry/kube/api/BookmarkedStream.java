package dev.gantry.kube.api;

import dev.gantry.kube.schema.Kind;
import java.time.Duration;
import java.util.List;

/// A watch that now and then says how far it has come, so that its reader can resume from there
/// even if nothing it watches changes while everything else does.
final class BookmarkedStream implements WatchStream {
  private final ObjectWatchStream events;
  private final Kind kind;
  private final Duration interval;
  private long due;
  private long last;

  BookmarkedStream(ObjectWatchStream events, Kind kind, Duration interval) {
    this.events = events;
    this.kind = kind;
    this.interval = interval;
    this.due = System.nanoTime() + interval.toNanos();
    this.last = events.delivered();
  }

  @Override
  public List<WatchEvent> next(Duration patience) throws InterruptedException {
    Duration untilDue = Duration.ofNanos(Math.max(due - System.nanoTime(), 1));
    List<WatchEvent> next = events.next(patience.compareTo(untilDue) < 0 ? patience : untilDue);
    if (!next.isEmpty() || System.nanoTime() < due) {
      return next;
    }
    List<WatchEvent> rest = events.settle();
    if (!rest.isEmpty()) {
      return rest;
    }
    due = System.nanoTime() + interval.toNanos();
    if (events.delivered() == last) {
      return List.of();
    }
    last = events.delivered();
    return List.of(Bookmark.at(kind, last));
  }

  @Override
  public void close() {
    events.close();
  }
}
