package dev.gantry.kube.apiserver;

import dev.gantry.kube.api.KubeApi;
import dev.gantry.kube.api.WatchStream;
import dev.gantry.platform.http.WebSocket;
import dev.gantry.platform.json.Json;
import dev.gantry.platform.lifecycle.OwnedThread;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// Answers `watch`.
final class WatchVerb {
  /// A watch whose client sets no end gets one between this and twice this, so that not all
  /// clients come back at once.
  private static final Duration SHORTEST_LIFE = Duration.ofMinutes(30);

  private static final int LONGEST_MESSAGE = 4096;

  private final KubeApi api;

  WatchVerb(KubeApi api) {
    this.api = api;
  }

  void watch(ResourceRequest request) throws IOException, InterruptedException {
    AnswerForm form =
        AnswerForm.choose(request.request().headers(), TableDocument.exists(request), true);
    try (WatchStream events =
        api.watch(
            request.caller(),
            request.kind(),
            RequestOptions.watch(
                request.query(), request.path().namespace(), request.path().name()))) {
      var answer = new WatchAnswer(objects(request, form));
      if (WebSocket.isAskedForBy(request.request())) {
        overWebSocket(request, answer, events);
      } else {
        inChunks(request, answer, events);
      }
    }
  }

  private static void inChunks(ResourceRequest request, WatchAnswer answer, WatchStream events)
      throws IOException, InterruptedException {
    request
        .response()
        .header("Content-Type", "application/json")
        .header("Cache-Control", "no-cache, private");
    OutputStream out = request.response().stream();
    answer.run(
        events,
        life(request),
        document -> {
          out.write(document);
          out.flush();
        });
  }

  private static void overWebSocket(ResourceRequest request, WatchAnswer answer, WatchStream events)
      throws IOException, InterruptedException {
    var none = Optional.<String>empty();
    try (WebSocket socket =
            WebSocket.accept(request.request(), request.response(), none, LONGEST_MESSAGE);
        ClientWatch client = new ClientWatch()) {
      OwnedThread reader = OwnedThread.virtual("watch reader", () -> read(socket, client));
      try {
        answer.run(
            events,
            life(request),
            document ->
                socket.send(
                    WebSocket.Message.ofText(new String(document, StandardCharsets.UTF_8))));
      } finally {
        client.workDone();
        reader.close();
      }
    }
  }

  /// The client has nothing to say, but somebody must listen to notice that it leaves.
  private static void read(WebSocket socket, ClientWatch client) {
    try {
      while (socket.receive().isPresent()) {
        // Whatever it says is ignored, as upstream has it.
      }
    } catch (IOException e) {
      // The end of the connection, one way or the other.
    } finally {
      client.clientLeft();
    }
  }

  private static Duration life(ResourceRequest request) {
    long seconds = RequestOptions.number(request.query(), "timeoutSeconds").orElse(0);
    if (seconds > 0) {
      return Duration.ofSeconds(seconds);
    }
    return SHORTEST_LIFE.plusSeconds(
        ThreadLocalRandom.current().nextLong(SHORTEST_LIFE.toSeconds()));
  }

  private static WatchAnswer.Objects objects(ResourceRequest request, AnswerForm form) {
    return switch (form.shape()) {
      case OBJECT -> (object, _, out) -> object.writeJson(out);
      case METADATA ->
          (object, _, out) ->
              out.writeBytes(Json.bytes(MetadataDocument.of(object.object(), form.metaVersion())));
      case TABLE -> {
        var table = new TableDocument(request, form);
        yield (object, bookmark, out) ->
            out.writeBytes(Json.bytes(table.event(object.object(), bookmark)));
      }
    };
  }
}
