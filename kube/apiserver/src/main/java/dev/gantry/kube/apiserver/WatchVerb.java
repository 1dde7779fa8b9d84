package dev.gantry.kube.apiserver;

import dev.gantry.kube.api.KubeApi;
import dev.gantry.kube.api.WatchStream;
import dev.gantry.platform.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// Answers `watch`.
final class WatchVerb {
  /// A watch whose client sets no end gets one between this and twice this, so that not all
  /// clients come back at once.
  private static final Duration SHORTEST_LIFE = Duration.ofMinutes(30);

  private final KubeApi api;

  WatchVerb(KubeApi api) {
    this.api = api;
  }

  void watch(ResourceRequest request) throws IOException, InterruptedException {
    AnswerForm form = AnswerForm.choose(request.request().headers(), true, true);
    try (WatchStream events =
        api.watch(
            request.caller(),
            request.kind(),
            RequestOptions.watch(
                request.query(), request.path().namespace(), request.path().name()))) {
      request.response().header("Content-Type", "application/json");
      request.response().header("Cache-Control", "no-cache, private");
      OutputStream out = request.response().stream();
      new WatchAnswer(objects(form))
          .run(
              events,
              life(request),
              document -> {
                out.write(document);
                out.flush();
              });
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

  private static WatchAnswer.Objects objects(AnswerForm form) {
    return switch (form.shape()) {
      case OBJECT, TABLE -> (object, _, out) -> object.writeJson(out);
      case METADATA ->
          (object, _, out) ->
              out.writeBytes(Json.bytes(MetadataDocument.of(object.object(), form.metaVersion())));
    };
  }
}
