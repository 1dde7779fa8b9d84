package dev.gantry.engine.dockerapi;

import dev.gantry.platform.http.RawStream;
import dev.gantry.platform.http.Request;
import dev.gantry.platform.http.Response;
import java.io.IOException;

/// Turns a request's connection into a stream of both directions.
final class Hijack {
  static final String RAW = "application/vnd.docker.raw-stream";
  static final String MULTIPLEXED = "application/vnd.docker.multiplexed-stream";

  private Hijack() {}

  /// Answers 101 to a client that asks for an upgrade, and 200 to one that does not and expects
  /// the stream all the same.
  static RawStream open(Request request, Response response, boolean terminal) throws IOException {
    boolean upgrade = request.headers().first("Upgrade").isPresent();
    response.header("Content-Type", contentType(terminal));
    return upgrade ? response.upgrade("tcp") : response.hijack();
  }

  static String contentType(boolean terminal) {
    return terminal || !DockerApi.VERSION.get().atLeast(42) ? RAW : MULTIPLEXED;
  }
}
