package dev.gantry.engine.dockerapi;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.gantry.engine.core.AttachContainer.Attachment;
import dev.gantry.engine.core.Engine;
import dev.gantry.engine.core.WaitContainer;
import dev.gantry.engine.runtime.LogEntry;
import dev.gantry.engine.runtime.LogStream;
import dev.gantry.engine.runtime.OutputChannel;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.http.RawStream;
import dev.gantry.platform.http.Request;
import dev.gantry.platform.http.Response;
import dev.gantry.platform.http.Routes;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `/containers`: answers that take as long as a process lives, or as a client listens.
final class ContainerStreamRoutes {
  private final Engine engine;

  ContainerStreamRoutes(Engine engine) {
    this.engine = engine;
  }

  void addTo(Routes.Builder routes) {
    routes
        .on("POST", "/containers/{id}/attach", this::attach)
        .on("POST", "/containers/{id}/wait", this::await)
        .on("GET", "/containers/{id}/logs", new LogsRoute(engine)::logs)
        .on("GET", "/containers/{id}/stats", new StatsRoute(engine)::stats);
  }

  private void attach(Request request, Response response) throws IOException, InterruptedException {
    var query = request.query();
    var channels =
        new StreamBridge.Channels(
            Parameters.flag(query, "stdin"),
            Parameters.flag(query, "stdout"),
            Parameters.flag(query, "stderr"));
    var keys = DetachKeys.parse(query.first("detachKeys").orElse(""));
    boolean follows = Parameters.flag(query, "stream");
    var attachment =
        engine.attachContainer().run(ContainerRoutes.id(request), Parameters.flag(query, "logs"));
    boolean terminal = attachment.terminal();
    try (RawStream client = Hijack.open(request, response, terminal)) {
      var frames = new OutputFrames(client.output(), !terminal);
      if (attachment.history().isPresent()) {
        replay(attachment.history().get(), frames, channels);
      }
      if (follows) {
        follow(attachment, client, frames, channels, keys);
      }
    }
  }

  private static void replay(LogStream history, OutputFrames frames, StreamBridge.Channels channels)
      throws IOException, InterruptedException {
    try (history) {
      for (Optional<LogEntry> e = history.next(); e.isPresent(); e = history.next()) {
        boolean error = e.get().channel() == OutputChannel.STDERR;
        if (error ? channels.stderr() : channels.stdout()) {
          frames.write(e.get().channel(), e.get().bytes());
        }
      }
    }
    frames.flush();
  }

  private static void follow(
      Attachment attachment,
      RawStream client,
      OutputFrames frames,
      StreamBridge.Channels channels,
      DetachKeys keys)
      throws IOException, InterruptedException {
    var streams = attachment.streams();
    if (streams.isEmpty()) {
      return;
    }
    try (var process = streams.get()) {
      var detachKeys =
          attachment.terminal() && channels.stdin()
              ? Optional.of(keys)
              : Optional.<DetachKeys>empty();
      if (new StreamBridge(client, process, frames, channels, detachKeys).run()) {
        attachment.detached();
      }
    }
  }

  record WaitedJson(
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable WaitErrorJson error, int statusCode) {}

  record WaitErrorJson(String message) {}

  /// The head of the answer goes out before the wait, because clients start a container only when
  /// they have it.
  private void await(Request request, Response response) throws IOException, InterruptedException {
    var condition =
        DockerApi.VERSION.get().atLeast(30)
            ? WaitContainer.Condition.parse(request.query().first("condition").orElse(""))
            : WaitContainer.Condition.NOT_RUNNING;
    var waiting = engine.waitContainer().begin(ContainerRoutes.id(request), condition);
    response.header("Content-Type", "application/json");
    try (var out = response.stream()) {
      var result = waiting.await();
      var error = result.error().map(WaitErrorJson::new).orElse(null);
      out.write(WireJson.bytes(new WaitedJson(error, result.exitCode())));
      out.write('\n');
    }
  }

  static InvalidArgumentException noStream() {
    return new InvalidArgumentException("Bad parameters: you must choose at least one stream");
  }
}
