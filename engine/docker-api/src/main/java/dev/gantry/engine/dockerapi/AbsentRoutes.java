package dev.gantry.engine.dockerapi;

import dev.gantry.platform.errors.NotFoundException;
import dev.gantry.platform.errors.NotImplementedException;
import dev.gantry.platform.errors.UnavailableException;
import dev.gantry.platform.http.Handler;
import dev.gantry.platform.http.Request;
import dev.gantry.platform.http.Response;
import dev.gantry.platform.http.Routes;
import java.util.List;

/// Parts of Docker's API that this engine does not have, refused by name. Clients probe some of
/// them without being asked to, so each answers as Docker does where the thing is absent.
final class AbsentRoutes {
  private static final List<String> SWARM =
      List.of("/swarm", "/nodes", "/services", "/tasks", "/secrets", "/configs");

  void addTo(Routes.Builder routes) {
    routes
        .on("GET", "/plugins", (_, response) -> WireJson.send(response, List.of()))
        .on(
            "GET",
            "/plugins/{name:.*}/json",
            (request, _) -> {
              throw new NotFoundException(
                  "plugin \"" + request.pathParameter("name") + "\" not found");
            })
        .on("POST", "/build", unsupported("building images"), Routes.UNLIMITED)
        .on("POST", "/build/prune", unsupported("building images"))
        .on("GET", "/images/search", unsupported("searching registries"))
        .on("POST", "/images/{name:.*}/push", unsupported("pushing images"))
        .on("GET", "/distribution/{name:.*}/json", unsupported("asking registries"))
        .on("GET", "/containers/{id}/attach/ws", unsupported("attaching over WebSocket"));
    for (String path : SWARM) {
      for (String method : List.of("GET", "POST")) {
        routes.on(method, path, AbsentRoutes::noSwarm);
        routes.on(method, path + "/{rest:.*}", AbsentRoutes::noSwarm);
      }
      routes.on("DELETE", path + "/{rest:.*}", AbsentRoutes::noSwarm);
    }
  }

  private static Handler unsupported(String what) {
    return (_, _) -> {
      throw new NotImplementedException(what + " is not supported yet");
    };
  }

  private static void noSwarm(Request request, Response response) {
    throw new UnavailableException(
        "This node is not a swarm manager. Use \"docker swarm init\" or \"docker swarm join\" to"
            + " connect this node to swarm and try again.");
  }
}
