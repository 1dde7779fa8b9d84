package dev.gantry.kube.client;

import dev.gantry.kube.client.EventRecorder.Incident;
import dev.gantry.kube.objects.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Decides which incidents are new, which repeat an earlier one, and which are spam. Belongs to the
/// recorder's thread.
///
/// From the eleventh message about one thing for one reason within ten minutes, all share one
/// event. And each object may cause 25 events at once, then one in five minutes.
final class EventCorrelator {
  private static final int REMEMBERED = 4096;
  private static final Duration WINDOW = Duration.ofMinutes(10);
  private static final int DISTINCT_MESSAGES = 10;
  private static final int BURST = 25;
  private static final Duration REFILL = Duration.ofMinutes(5);

  private record Group(EventSubject subject, EventRecorder.Type type, String reason) {}

  private record Alike(Group group, String message) {}

  /// One incident in its series.
  ///
  /// @param message what the event says, which may stand for several messages
  /// @param count how often that was seen
  /// @param written the event of the earlier ones
  record Sighting(
      Incident incident, String message, int count, Instant first, Optional<ObjectKey> written) {}

  private static final class Series {
    final Instant first;
    int count;
    @Nullable ObjectKey written;

    Series(Instant first) {
      this.first = first;
    }
  }

  private static final class Messages {
    Instant last = Instant.MIN;
    final Set<String> distinct = new HashSet<>();
  }

  private static final class Allowance {
    double left = BURST;
    Instant at;

    Allowance(Instant at) {
      this.at = at;
    }

    boolean take(Instant now) {
      double refilled =
          Math.max(0, Duration.between(at, now).toMillis()) / (double) REFILL.toMillis();
      left = Math.min(BURST, left + refilled);
      at = now;
      if (left < 1) {
        return false;
      }
      left--;
      return true;
    }
  }

  private final Map<Alike, Series> series = new Recent<>();
  private final Map<Group, Messages> messages = new Recent<>();
  private final Map<EventSubject, Allowance> allowances = new Recent<>();

  /// Takes note of an incident; empty when it is spam.
  Optional<Sighting> sighting(Incident incident) {
    EventSubject subject = incident.subject().atAnyVersion();
    var group = new Group(subject, incident.type(), incident.reason());
    Alike alike = new Alike(group, incident.message());
    String message = incident.message();
    if (isFlood(group, incident)) {
      alike = new Alike(group, "");
      message = "(combined from similar events): " + message;
    }
    Series one = series.computeIfAbsent(alike, _ -> new Series(incident.time()));
    one.count++;
    if (!allowances
        .computeIfAbsent(subject.field(""), _ -> new Allowance(incident.time()))
        .take(incident.time())) {
      return Optional.empty();
    }
    return Optional.of(
        new Sighting(incident, message, one.count, one.first, Optional.ofNullable(one.written)));
  }

  private boolean isFlood(Group group, Incident incident) {
    Messages seen = messages.computeIfAbsent(group, _ -> new Messages());
    if (seen.last.isBefore(incident.time().minus(WINDOW))) {
      seen.distinct.clear();
    }
    seen.last = incident.time();
    if (seen.distinct.size() < DISTINCT_MESSAGES) {
      seen.distinct.add(incident.message());
      return false;
    }
    return !seen.distinct.contains(incident.message());
  }

  /// Takes note of the event that stands for a series.
  void written(Sighting sighting, ObjectKey event) {
    Incident incident = sighting.incident();
    var group = new Group(incident.subject().atAnyVersion(), incident.type(), incident.reason());
    boolean combined = !sighting.message().equals(incident.message());
    Series one = series.get(new Alike(group, combined ? "" : incident.message()));
    if (one != null) {
      one.written = event;
    }
  }

  /// A map that forgets what was not used for longest.
  private static final class Recent<K, V> extends LinkedHashMap<K, V> {
    Recent() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
      return size() > REMEMBERED;
    }
  }
}
