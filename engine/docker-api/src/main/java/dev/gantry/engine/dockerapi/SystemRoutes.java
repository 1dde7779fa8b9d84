package dev.gantry.engine.dockerapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gantry.engine.core.Engine;
import dev.gantry.platform.errors.NotImplementedException;
import dev.gantry.platform.http.Request;
import dev.gantry.platform.http.Response;
import dev.gantry.platform.http.Routes;
import java.io.IOException;

/// What clients ask of the engine as a whole.
final class SystemRoutes {
  private final Engine engine;
  private final ProductInfo product;

  SystemRoutes(Engine engine, ProductInfo product) {
    this.engine = engine;
    this.product = product;
  }

  void addTo(Routes.Builder routes) {
    routes
        .on("GET", "/_ping", this::ping)
        .on("GET", "/version", this::version)
        .on("GET", "/info", this::info)
        .on("POST", "/auth", this::auth)
        .on("GET", "/events", new EventsRoute(engine)::events)
        .on("GET", "/system/df", new DiskUsageRoute(engine)::df);
  }

  private void ping(Request request, Response response) throws IOException {
    response
        .header("Builder-Version", "1")
        .header("Swarm", "inactive")
        .header("Cache-Control", "no-cache, no-store, must-revalidate")
        .header("Pragma", "no-cache")
        .header("Content-Type", "text/plain; charset=utf-8")
        .send(request.method().equals("HEAD") ? new byte[0] : "OK".getBytes(UTF_8));
  }

  private void version(Request request, Response response)
      throws IOException, InterruptedException {
    WireJson.send(response, VersionJson.of(engine, product));
  }

  private void info(Request request, Response response) throws IOException, InterruptedException {
    WireJson.send(response, InfoJson.of(engine, product));
  }

  private void auth(Request request, Response response) {
    throw new NotImplementedException(
        "login is not supported yet: this engine does not talk to registries");
  }
}
