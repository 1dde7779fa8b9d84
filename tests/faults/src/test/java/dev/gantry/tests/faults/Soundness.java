package dev.gantry.tests.faults;

import static dev.gantry.platform.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.tests.harness.Commands;
import dev.gantry.tests.harness.Engine;
import dev.gantry.tests.harness.Repository;
import dev.gantry.tests.harness.Traces;
import java.util.List;
import java.util.Map;

/// The judge after each fault: the engine finds nothing wrong with its state, and once its
/// containers are removed, nothing of them is left on the machine.
///
/// @param atRest the traces of the engine before it had any containers
record Soundness(Engine engine, Traces atRest) {
  /// To be called while the engine runs and has no containers.
  static Soundness of(Engine engine) {
    return new Soundness(engine, Traces.of(engine));
  }

  void verify() {
    if (!engine.isRunning()) {
      engine.start();
    }
    verifyState(engine);
    engine.removeContainers();
    verifyState(engine);
    eventually(() -> assertThat(Traces.of(engine).since(atRest)).isEmpty());
  }

  /// `gantry system check`.
  static void verifyState(Engine engine) {
    var check =
        List.of(
            Repository.launcher().toString(),
            "system",
            "check",
            "--data-root=" + engine.dataRoot(),
            "--exec-root=" + engine.execRoot(),
            "--host=" + engine.endpoint());
    Commands.run(check, Map.of("GANTRY_NO_BUILD", "1")).orThrow();
  }
}
