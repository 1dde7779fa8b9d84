package dev.gantry.tests.dockercli;

import dev.gantry.tests.harness.Client;
import org.junit.jupiter.params.Parameter;

/// Tests of the command line itself, which run once for each client.
@EachClient
abstract class CliTest extends EngineTest {
  @Parameter Client.Program program = Client.Program.DOCKER;

  @Override
  final Client.Program program() {
    return program;
  }
}
