package dev.gantry.tests.dockercli;

import dev.gantry.tests.harness.ApiClient;
import dev.gantry.tests.harness.Client;
import dev.gantry.tests.harness.Engine;
import dev.gantry.tests.harness.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/// What tests have in common that drive an engine by a command line: the engine, a client, and
/// short names for what they do most.
@ExtendWith(SharedEngine.class)
abstract class EngineTest {
  Engine engine;
  Client cli;
  ApiClient api;

  /// The client to use.
  Client.Program program() {
    return Client.Program.DOCKER;
  }

  @BeforeEach
  final void connect(Engine shared) {
    engine = shared;
    cli = new Client(program(), shared);
    api = shared.api();
  }

  /// Runs a container in the foreground that is removed afterwards.
  final Outcome runToEnd(String... arguments) {
    return cli.attempt(Arguments.prepend(arguments, "run", "--rm"));
  }

  /// Starts a container in the background and returns its id.
  final String runInBackground(String... arguments) {
    return cli.run(Arguments.prepend(arguments, "run", "-d")).text();
  }

  /// Starts a container that does nothing until it is stopped, which it is at once when asked.
  final String runIdle(String name) {
    return runInBackground("--name", name, "busybox", "sh", "-c", IDLE);
  }

  static final String IDLE = "trap 'exit 0' TERM; while :; do sleep 1000 & wait $!; done";

  /// Runs a container to its end and keeps it.
  final void runToStop(String name) {
    cli.run("run", "--name", name, "busybox", "true");
  }

  /// Waits until a container has logged `text`.
  final void awaitLog(String container, String text) {
    try (var logs = cli.start("logs", "-f", container)) {
      logs.stdout().await(text);
    }
  }

  /// One value of a container's `inspect`.
  final String inspect(String container, String template) {
    return cli.run("inspect", "-f", template, container).text();
  }
}
