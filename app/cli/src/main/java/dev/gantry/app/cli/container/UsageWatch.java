package dev.gantry.app.cli.container;

import dev.gantry.app.cli.client.ApiPath;
import dev.gantry.app.cli.client.EngineClient;
import dev.gantry.app.cli.client.EngineException;
import dev.gantry.app.cli.client.Filters;
import dev.gantry.app.cli.client.Json;
import dev.gantry.app.cli.client.JsonObject;
import dev.gantry.app.cli.grammar.ExitException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the resources of containers, each on a thread of its own, and notices new containers.
///
/// The threads are daemons that wait for the engine; they end with the process.
final class UsageWatch {
  private static final int SHORT_ID = 12;

  private final EngineClient engine;
  private final boolean streaming;
  private final Map<String, Usage> readings = new LinkedHashMap<>();
  private final List<String> failures = new ArrayList<>();
  private boolean followsNew;
  private int waitingForFirst;
  private int changes;

  private UsageWatch(EngineClient engine, boolean streaming) {
    this.engine = engine;
    this.streaming = streaming;
  }

  static UsageWatch open(EngineClient engine, boolean streaming) {
    return new UsageWatch(engine, streaming);
  }

  /// Follows what runs now, and what starts or ends later.
  void followAll(boolean stoppedToo) throws IOException {
    if (streaming) {
      followsNew = true;
      ApiPath path = ApiPath.of("/events").filters(new Filters().add("type", "container"));
      EngineClient.Response events = engine.get(path);
      thread("events", () -> watch(Json.stream(events.body())));
    }
    Object answer = engine.get(ApiPath.of("/containers/json").flag("all", stoppedToo)).json();
    if (answer instanceof List<?> containers) {
      for (JsonObject container : JsonObject.objects(containers)) {
        follow(container.string("Id").substring(0, SHORT_ID));
      }
    }
  }

  void follow(String container) {
    synchronized (this) {
      if (readings.putIfAbsent(container, Usage.unknown(container)) != null) {
        return;
      }
      waitingForFirst++;
    }
    thread("stats " + container, () -> read(container));
  }

  private static void thread(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void read(String container) {
    boolean first = true;
    try {
      ApiPath path =
          ApiPath.of("/containers/").id(container, "/stats").query("stream", streaming ? 1 : 0);
      try (EngineClient.Response response = engine.get(path)) {
        Json.Stream stream = Json.stream(response.body());
        Optional<JsonObject> stats = stream.next();
        while (stats.isPresent()) {
          update(container, Usage.of(container, stats.get()), first);
          first = false;
          stats = streaming ? stream.next() : Optional.empty();
        }
      }
    } catch (IOException | EngineException | ExitException e) {
      synchronized (this) {
        failures.add(String.valueOf(e.getMessage()));
      }
    }
    gone(container, first);
  }

  private synchronized void update(String container, Usage usage, boolean first) {
    readings.replace(container, usage);
    changed(first);
  }

  private synchronized void gone(String container, boolean first) {
    if (streaming) {
      readings.remove(container);
    }
    changed(first);
  }

  private void changed(boolean first) {
    waitingForFirst -= first ? 1 : 0;
    changes++;
    notifyAll();
  }

  private void watch(Json.Stream events) {
    try {
      Optional<JsonObject> event = events.next();
      while (event.isPresent()) {
        String id = event.get().object("Actor").string("ID");
        if (event.get().string("Action").equals("start") && id.length() >= SHORT_ID) {
          follow(id.substring(0, SHORT_ID));
        }
        event = events.next();
      }
    } catch (IOException _) {
      // The engine went away; the readings end as well.
    }
  }

  /// Waits until every container known at the start has answered or failed.
  synchronized void awaitFirst() throws InterruptedException {
    while (waitingForFirst > 0) {
      wait();
    }
  }

  /// Waits for the next reading, then lets those that come with it arrive too.
  synchronized void awaitChange(Duration settle) throws InterruptedException {
    int seen = changes;
    while (changes == seen) {
      wait();
    }
    long deadline = System.nanoTime() + settle.toNanos();
    for (long left = settle.toNanos(); left > 0; left = deadline - System.nanoTime()) {
      wait(Math.max(1, left / 1_000_000));
    }
  }

  synchronized Optional<String> failure() {
    return failures.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", failures));
  }

  synchronized boolean allGone() {
    return readings.isEmpty() && !followsNew;
  }

  synchronized List<Usage> readings() {
    return List.copyOf(readings.values());
  }
}
