package dev.gantry.tests.bench;

import dev.gantry.tests.harness.Client;
import dev.gantry.tests.harness.Engine;
import java.nio.file.Path;

/// What is measured: an engine, and the client that drives it where a row goes through one.
record Subject(String name, Engine engine, Client client) {
  private static final Path NULL = Path.of("/dev/null");

  static Subject engine(Engine engine) {
    return new Subject(engine.name(), engine, new Client(Client.Program.DOCKER, engine));
  }

  static Subject client(String name, Client.Program program, Engine engine) {
    return new Subject(name, engine, new Client(program, engine));
  }

  /// Runs a client command that must succeed; its output goes nowhere.
  void run(String... arguments) {
    client.runWithFiles(NULL, NULL, arguments);
  }

  /// Runs `true` in a container by the four requests that takes.
  void runOverApi(String network) {
    var api = engine.api();
    var body =
        """
        {"Image": "busybox", "Cmd": ["true"], "HostConfig": {"NetworkMode": "%s"}}
        """
            .formatted(network);
    var id = Check.ok(api.post("/containers/create", body)).json().get("Id").asString();
    Check.ok(api.post("/containers/" + id + "/start"));
    var status = Check.ok(api.post("/containers/" + id + "/wait")).json().get("StatusCode");
    Check.that(status.asInt() == 0, "the program exited " + status);
    Check.ok(api.delete("/containers/" + id));
  }
}
