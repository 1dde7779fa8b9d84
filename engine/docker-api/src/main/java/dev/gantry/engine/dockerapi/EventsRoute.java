package dev.gantry.engine.dockerapi;

import dev.gantry.engine.core.Engine;
import dev.gantry.engine.core.EngineEvent;
import dev.gantry.engine.core.Filters;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.http.Request;
import dev.gantry.platform.http.Response;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// `GET /events`: one JSON object a line, for as long as the client listens.
final class EventsRoute {
  private static final Set<String> KEYS =
      Set.of(
          "config",
          "container",
          "daemon",
          "event",
          "id",
          "image",
          "label",
          "network",
          "node",
          "plugin",
          "scope",
          "secret",
          "service",
          "type",
          "volume");

  private final Engine engine;

  EventsRoute(Engine engine) {
    this.engine = engine;
  }

  void events(Request request, Response response) throws IOException, InterruptedException {
    var query = request.query();
    var filters = Parameters.filters(query).accept(KEYS);
    // Unlike elsewhere, zero is a moment here: everything that is remembered.
    var since =
        Times.parse("since", query.first("since"))
            .or(() -> query.first("since").filter("0"::equals).map(_ -> Instant.EPOCH));
    var until = Times.parse("until", query.first("until"));
    if (since.isPresent() && until.isPresent() && until.get().isBefore(since.get())) {
      throw new InvalidArgumentException(
          "`since` time (%s) cannot be after `until` time (%s)"
              .formatted(query.first("since").orElse(""), query.first("until").orElse("")));
    }
    response.header("Content-Type", "application/json");
    // Listening begins before the client knows of it, so it misses nothing.
    try (var events = engine.events().subscribe(event -> matches(event, filters), since);
        var out = response.stream()) {
      while (true) {
        Optional<EngineEvent> event = events.next(until);
        if (event.isEmpty()) {
          return;
        }
        out.write(WireJson.bytes(json(event.get())));
        out.write('\n');
        out.flush();
      }
    }
  }

  private static boolean matches(EngineEvent event, Filters filters) {
    return filters.any("type", event.type()::equals)
        && filters.any("event", wanted -> matchesAction(event.action(), wanted))
        && filters.any("scope", "local"::equals)
        && filters.any("id", event.id()::startsWith)
        && isAbout("container", event, filters)
        && isAbout("network", event, filters)
        && isAbout("volume", event, filters)
        && isAbout("daemon", event, filters)
        && isAboutImage(event, filters)
        && filters.labels("label", event.attributes());
  }

  /// `exec_start` also means `exec_start: sh -c …`.
  private static boolean matchesAction(String action, String wanted) {
    return action.equals(wanted) || action.startsWith(wanted + ":");
  }

  private static boolean isAbout(String type, EngineEvent event, Filters filters) {
    return filters.any(
        type,
        wanted ->
            event.type().equals(type)
                && (event.id().startsWith(wanted)
                    || wanted.equals(event.attributes().get("name"))));
  }

  /// Events of containers are also about their image.
  private static boolean isAboutImage(EngineEvent event, Filters filters) {
    return filters.any(
        "image",
        wanted ->
            event.type().equals("image")
                ? event.id().equals(wanted) || wanted.equals(event.attributes().get("name"))
                : withoutTag(event.attributes().getOrDefault("image", "")).equals(wanted)
                    || event.attributes().getOrDefault("image", "").equals(wanted));
  }

  private static String withoutTag(String image) {
    int colon = image.lastIndexOf(':');
    return colon > image.lastIndexOf('/') ? image.substring(0, colon) : image;
  }

  private static Map<String, Object> actor(EngineEvent event) {
    Map<String, Object> actor = new LinkedHashMap<>();
    actor.put("ID", event.id());
    actor.put("Attributes", new TreeMap<>(event.attributes()));
    return actor;
  }

  private static Map<String, Object> json(EngineEvent event) {
    Map<String, Object> json = new LinkedHashMap<>();
    boolean container = event.type().equals("container");
    if (container || event.type().equals("image")) {
      json.put("status", event.action());
      json.put("id", event.id());
    }
    if (container) {
      json.put("from", event.attributes().getOrDefault("image", ""));
    }
    json.put("Type", event.type());
    json.put("Action", event.action());
    json.put("Actor", actor(event));
    json.put("scope", "local");
    json.put("time", event.at().getEpochSecond());
    json.put("timeNano", ChronoUnit.NANOS.between(Instant.EPOCH, event.at()));
    return json;
  }
}
