package dev.gantry.app.cli.container;

import dev.gantry.app.cli.client.ApiPath;
import dev.gantry.app.cli.client.EngineClient;
import dev.gantry.app.cli.client.JsonObject;
import dev.gantry.app.cli.grammar.ExitException;
import java.io.IOException;

/// Waits for a container to end.
///
/// The engine answers the head of the request at once and the status when it is known, so a
/// wait that has begun cannot miss an exit.
final class ExitWait {
  private final EngineClient.Response response;

  private ExitWait(EngineClient.Response response) {
    this.response = response;
  }

  static ExitWait begin(EngineClient engine, String container, String condition)
      throws IOException {
    ApiPath path = ApiPath.of("/containers/").id(container, "/wait");
    return new ExitWait(engine.post(path.queryUnlessEmpty("condition", condition)));
  }

  /// What to wait for so that the status of the next run arrives even if the container goes
  /// with it.
  static String condition(JsonObject container) {
    return condition(container.object("HostConfig").bool("AutoRemove"));
  }

  static String condition(boolean autoRemove) {
    return autoRemove ? "removed" : "next-exit";
  }

  /// Blocks until the container has ended.
  int status() throws IOException {
    JsonObject answer = response.object();
    JsonObject error = answer.object("Error");
    if (error.has("Message")) {
      throw new ExitException(125, "Error waiting for container: " + error.string("Message"));
    }
    return (int) answer.integer("StatusCode");
  }
}
