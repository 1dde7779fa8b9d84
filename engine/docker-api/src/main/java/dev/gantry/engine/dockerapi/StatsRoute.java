package dev.gantry.engine.dockerapi;

import dev.gantry.engine.core.ContainerRecord;
import dev.gantry.engine.core.Engine;
import dev.gantry.engine.runtime.TaskStats;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.http.Request;
import dev.gantry.platform.http.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/// `GET /containers/{id}/stats`: one object, or one each second while the client listens.
final class StatsRoute {
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final Engine engine;

  StatsRoute(Engine engine) {
    this.engine = engine;
  }

  void stats(Request request, Response response) throws IOException, InterruptedException {
    String reference = ContainerRoutes.id(request);
    boolean stream = Parameters.flag(request.query(), "stream", true);
    boolean oneShot = Parameters.flag(request.query(), "one-shot");
    if (stream && oneShot) {
      throw new InvalidArgumentException("cannot have stream=true and one-shot=true");
    }
    var record = engine.observeContainer().record(reference);
    if (stream) {
      follow(record, response);
    } else {
      once(record, oneShot, response);
    }
  }

  /// A usage of CPU is a difference, so an answer without a stream takes two samples.
  private void once(ContainerRecord record, boolean oneShot, Response response)
      throws IOException, InterruptedException {
    Optional<TaskStats> before = Optional.empty();
    Optional<TaskStats> now = sample(record);
    if (!oneShot && now.isPresent()) {
      Thread.sleep(INTERVAL);
      before = now;
      now = sample(record);
    }
    WireJson.send(response, StatsJson.of(record, before, now));
  }

  private void follow(ContainerRecord record, Response response)
      throws IOException, InterruptedException {
    response.header("Content-Type", "application/json");
    Optional<TaskStats> before = Optional.empty();
    try (var out = response.stream()) {
      while (true) {
        Optional<TaskStats> now = sample(record);
        out.write(WireJson.bytes(StatsJson.of(record, before, now)));
        out.write('\n');
        out.flush();
        before = now;
        Thread.sleep(INTERVAL);
      }
    }
  }

  private Optional<TaskStats> sample(ContainerRecord record) {
    return engine.observeContainer().stats(record.id().value());
  }
}
