package dev.gantry.tests.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.tests.harness.SharedCluster;
import dev.gantry.tests.harness.Workspace;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/// What is told of containers that end.
@Area("Container Runtime")
@ExtendWith(SharedCluster.class)
class ContainerRuntimeTest {
  private static final String OR_LOGS = "terminationMessagePolicy: FallbackToLogsOnError";

  /// Runs a script to its end and returns how it ended.
  private static JsonNode end(Workspace cluster, String phase, String script, String fields) {
    return PodUnderTest.create(
            cluster,
            "pod",
            "restartPolicy: Never\ncontainers:\n" + PodUnderTest.container("main", script, fields))
        .awaitPhase(phase)
        .containerStatus()
        .path("state")
        .path("terminated");
  }

  private static String message(JsonNode end) {
    return end.path("message").asString("");
  }

  @Test
  @Behaviour(
      "should report termination message as empty when pod succeeds and TerminationMessagePolicy"
          + " FallbackToLogsOnError is set")
  void theOutputOfASuccessIsNoMessage(Workspace cluster) {
    assertThat(message(end(cluster, "Succeeded", "echo DONE", OR_LOGS))).isEmpty();
  }

  @Test
  @Behaviour(
      "should report termination message from file when pod succeeds and TerminationMessagePolicy"
          + " FallbackToLogsOnError is set")
  void theFileIsTheMessageOfASuccess(Workspace cluster) {
    String script = "echo output; printf OK > /dev/termination-log";

    assertThat(message(end(cluster, "Succeeded", script, OR_LOGS))).isEqualTo("OK");
  }

  @Test
  @Behaviour(
      "should report termination message from log output if TerminationMessagePolicy"
          + " FallbackToLogsOnError is set")
  void theOutputIsTheMessageOfAFailure(Workspace cluster) {
    JsonNode end = end(cluster, "Failed", "printf DONE; exit 1", OR_LOGS);

    assertThat(message(end)).isEqualTo("DONE");
    assertThat(end.path("exitCode").asInt(-1)).isEqualTo(1);
  }

  @Test
  @Behaviour(
      "should report termination message if TerminationMessagePath is set as non-root user and at"
          + " a non-default path")
  void anyUserMayWriteTheMessageWhereItIsWanted(Workspace cluster) {
    JsonNode end =
        end(
            cluster,
            "Succeeded",
            "printf DONE > /dev/termination-custom-log",
            "terminationMessagePath: /dev/termination-custom-log\n"
                + "securityContext: {runAsUser: 1000}");

    assertThat(message(end)).isEqualTo("DONE");
  }

  @Test
  @Behaviour("when starting a container that exits should run with the expected status")
  void theRestartPolicyDecidesWhatFollowsAnEnd(Workspace cluster) {
    PodUnderTest always = failThenSucceedThenStay(cluster, "Always");
    PodUnderTest onFailure = failThenSucceedThenStay(cluster, "OnFailure");
    PodUnderTest never = failThenSucceedThenStay(cluster, "Never");

    JsonNode failed = never.awaitPhase("Failed").containerStatus();
    assertThat(failed.path("restartCount").asInt(-1)).isZero();
    assertThat(failed.path("ready").asBoolean(true)).isFalse();
    assertThat(failed.path("state").has("terminated")).isTrue();

    JsonNode succeeded = onFailure.awaitPhase("Succeeded").containerStatus();
    assertThat(succeeded.path("restartCount").asInt(-1)).isEqualTo(1);
    assertThat(succeeded.path("ready").asBoolean(true)).isFalse();
    assertThat(succeeded.path("state").has("terminated")).isTrue();

    JsonNode running = always.awaitRestarts(2).awaitReady().containerStatus();
    assertThat(running.path("state").has("running")).isTrue();
    assertThat(always.status().path("phase").asString()).isEqualTo("Running");
  }

  private static PodUnderTest failThenSucceedThenStay(Workspace cluster, String restartPolicy) {
    String script =
        """
        echo x >> /notes/runs
        case $(wc -l < /notes/runs) in
          1) exit 1;;
          2) exit 0;;
          *) exec sleep 3600;;
        esac
        """;
    return PodUnderTest.create(
        cluster,
        restartPolicy.toLowerCase(Locale.ROOT),
        "restartPolicy: "
            + restartPolicy
            + "\nvolumes: [{name: notes, emptyDir: {}}]\ncontainers:\n"
            + PodUnderTest.container(
                "main", script, "volumeMounts: [{name: notes, mountPath: /notes}]"));
  }
}
