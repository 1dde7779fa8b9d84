package dev.gantry.tests.dockercli;

import dev.gantry.tests.harness.ApiClient;
import dev.gantry.tests.harness.Engine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/// What the tests of the wire have in common: an engine, and a client that hides nothing.
@ExtendWith(SharedEngine.class)
abstract class ApiTest {
  /// A container that lives until it is stopped, and then ends at once with 0.
  static final String IDLE =
      container("trap 'exit 0' TERM; while :; do sleep 1000 & wait $!; done");

  Engine engine;
  ApiClient api;

  @BeforeEach
  final void connect(Engine shared) {
    engine = shared;
    api = shared.api();
  }

  /// The body that creates a container running a shell script.
  static String container(String script, String... fields) {
    var more = fields.length == 0 ? "" : ", " + String.join(", ", fields);
    return "{\"Image\": \"busybox\", \"Cmd\": [\"sh\", \"-c\", \"%s\"]%s}".formatted(script, more);
  }

  final void start(String name, String body) {
    api.create(name, body);
    var reply = api.post("/containers/" + name + "/start");
    if (reply.status() != 204) {
      throw new AssertionError("start " + name + ": " + reply);
    }
  }

  /// Creates an exec in a container and returns its id.
  final String exec(String container, String body) {
    var reply = api.post("/containers/" + container + "/exec", body);
    if (reply.status() != 201) {
      throw new AssertionError("exec in " + container + ": " + reply);
    }
    return reply.json().get("Id").asString();
  }
}
