package dev.gantry.tests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.tests.harness.BusyboxImage;
import dev.gantry.tests.harness.Client;
import dev.gantry.tests.harness.Engine;
import dev.gantry.tests.harness.Engines;
import dev.gantry.tests.harness.Outcome;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// crun and conmon are missing, broken, or killed in the middle of their work: the client gets an
/// error, nothing stays behind, and once they work again so does everything else.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProgramFailureTest {
  private static final String GARBAGE = "echo '{\"data\": \"garb'; head -c 3000 /dev/urandom";
  private static final List<String> FAILURES =
      List.of(
          "exit 0",
          "echo 'something is wrong' >&2; exit 1",
          GARBAGE,
          GARBAGE + " >&3; exit 0",
          GARBAGE + " >&2; exit 1",
          "echo '{\"data\": -1, \"message\": \"no such thing\"}' >&3",
          "echo '{\"data\": 4194304}' >&3",
          "kill -9 $$");

  private SubstitutePrograms programs;
  private Engine engine;
  private Client docker;
  private Soundness soundness;

  @BeforeAll
  void start() throws IOException {
    programs = SubstitutePrograms.create();
    engine = Engines.gantryWithin(programs.surroundings());
    engine.start();
    BusyboxImage.importInto(engine);
    docker = new Client(Client.Program.DOCKER, engine);
    soundness = Soundness.of(engine);
  }

  @AfterEach
  void everythingWorksAgain() throws IOException {
    programs.restore("crun");
    programs.restore("conmon");
    assertThat(run("echo works").orThrow().text()).isEqualTo("works");
    soundness.verify();
  }

  @AfterAll
  void close() {
    engine.close();
  }

  private Outcome run(String script) {
    return docker.attempt(
        "run", "--rm", "--cgroup-parent", engine.cgroupParent(), "busybox", "sh", "-c", script);
  }

  private static void verifyError(Outcome outcome) {
    assertThat(outcome.exitCode()).as(outcome::toString).isBetween(125, 127);
    assertThat(outcome.stderr()).contains("Error response from daemon");
  }

  @ParameterizedTest
  @ValueSource(strings = {"crun", "conmon"})
  void aMissingProgramIsNamed(String program) throws IOException {
    programs.remove(program);
    var outcome = run("true");
    verifyError(outcome);
    assertThat(outcome.stderr()).contains(program + " is not installed");
    docker.run("info");
    docker.run("ps");
  }

  @ParameterizedTest
  @ValueSource(strings = {"crun", "conmon"})
  void aProgramThatMayNotBeExecutedIsAsGoodAsMissing(String program) throws IOException {
    programs.makeUnexecutable(program);
    verifyError(run("true"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"crun", "conmon"})
  void nonsenseIsAnError(String program) throws IOException {
    for (var failure : FAILURES) {
      programs.replace(program, failure);
      verifyError(run("true"));
      docker.run("info");
    }
  }

  @Test
  void aFailedExecHarmsNobody() throws IOException {
    var id =
        docker
            .run("run", "-d", "--cgroup-parent", engine.cgroupParent(), "busybox", "sleep", "1000")
            .text();
    for (var failure : FAILURES) {
      programs.replace("crun", failure);
      docker.attempt("exec", id, "true");
      assertThat(docker.run("inspect", "-f", "{{.State.Status}}", id).text()).isEqualTo("running");
    }
    programs.restore("crun");
    assertThat(docker.run("exec", id, "echo", "well").text()).isEqualTo("well");
    docker.run("kill", id);
    assertThat(docker.run("wait", id).text()).isEqualTo("137");
  }

  @Test
  @Timeout(600)
  void crunMayBeKilledAtAnyMoment() throws IOException {
    var chance = Chance.of("kills of crun");
    var id =
        docker
            .run("run", "-d", "--cgroup-parent", engine.cgroupParent(), "busybox", "sleep", "1000")
            .text();
    for (int i = 0; i < Chance.times(8, 100); i++) {
      programs.replace(
          "crun",
          """
          %s "$@" & p=$!
          sleep 0.%03d; kill -9 $p
          wait $p"""
              .formatted(programs.real("crun"), chance.below(60)));
      var outcome = run("true");
      if (!outcome.succeeded()) {
        verifyError(outcome);
      }
      docker.attempt("exec", id, "true");
    }
    programs.restore("crun");
    assertThat(docker.run("exec", id, "echo", "well").text()).isEqualTo("well");
  }
}
