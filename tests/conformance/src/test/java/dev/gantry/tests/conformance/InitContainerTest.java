package dev.gantry.tests.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.tests.harness.SharedCluster;
import dev.gantry.tests.harness.Workspace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/// Containers that run one after the other before the others may.
@Area("InitContainer")
@ExtendWith(SharedCluster.class)
class InitContainerTest {
  private static PodUnderTest create(
      Workspace cluster, String restartPolicy, String first, String second, String main) {
    return PodUnderTest.create(
        cluster,
        "pod",
        "restartPolicy: "
            + restartPolicy
            + "\nvolumes: [{name: notes, emptyDir: {}}]\ninitContainers:\n"
            + container("first", first)
            + container("second", second)
            + "containers:\n"
            + container("main", main));
  }

  private static String container(String name, String script) {
    return PodUnderTest.container(name, script, "volumeMounts: [{name: notes, mountPath: /notes}]");
  }

  private static JsonNode init(JsonNode status, int index) {
    return status.path("initContainerStatuses").path(index);
  }

  private static JsonNode main(JsonNode status) {
    return status.path("containerStatuses").path(0);
  }

  private static void assertInitialized(JsonNode status, String expected) {
    assertThat(status.path("conditions").valueStream())
        .filteredOn(condition -> condition.path("type").asString().equals("Initialized"))
        .extracting(condition -> condition.path("status").asString())
        .containsExactly(expected);
  }

  private static void assertCompleted(JsonNode container) {
    assertThat(container.path("ready").asBoolean(false)).isTrue();
    assertThat(container.path("restartCount").asInt(-1)).isZero();
    assertThat(container.path("state").path("terminated").path("reason").asString(""))
        .isEqualTo("Completed");
  }

  @Test
  @Behaviour("should invoke init containers on a RestartAlways pod")
  void initContainersRunInOrderBeforeOneThatStays(Workspace cluster) {
    var pod =
        create(
                cluster,
                "Always",
                "echo first >> /notes/order",
                "echo second >> /notes/order",
                "cat /notes/order; exec sleep 3600")
            .awaitReady();

    assertThat(cluster.run("logs", "pod").lines()).containsExactly("first", "second");
    JsonNode status = pod.status();
    assertInitialized(status, "True");
    assertCompleted(init(status, 0));
    assertCompleted(init(status, 1));
    assertThat(status.path("phase").asString()).isEqualTo("Running");
  }

  @Test
  @Behaviour("should invoke init containers on a RestartNever pod")
  void initContainersRunInOrderBeforeOneThatEnds(Workspace cluster) {
    var pod =
        create(
                cluster,
                "Never",
                "echo first >> /notes/order",
                "echo second >> /notes/order",
                "cat /notes/order")
            .awaitPhase("Succeeded");

    assertThat(cluster.run("logs", "pod").lines()).containsExactly("first", "second");
    JsonNode status = pod.status();
    assertInitialized(status, "True");
    assertCompleted(init(status, 0));
    assertCompleted(init(status, 1));
  }

  @Test
  @Behaviour(
      "should not start app containers and fail the pod if init containers fail on a RestartNever"
          + " pod")
  void aFailedInitContainerFailsAPodThatMayNotTryAgain(Workspace cluster) {
    JsonNode status =
        create(cluster, "Never", "true", "exit 3", "true").awaitPhase("Failed").status();

    assertInitialized(status, "False");
    assertCompleted(init(status, 0));
    assertThat(init(status, 1).path("state").path("terminated").path("exitCode").asInt(-1))
        .isEqualTo(3);
    assertThat(main(status).path("started").asBoolean(false)).isFalse();
    assertThat(main(status).path("state").path("waiting").path("reason").asString(""))
        .isEqualTo("PodInitializing");
  }

  @Test
  @Behaviour("should not start app containers if init containers fail on a RestartAlways pod")
  void aFailedInitContainerIsTriedAgainAndHoldsUpTheRest(Workspace cluster) {
    JsonNode status =
        create(cluster, "Always", "exit 1", "true", "true")
            .await(".status.initContainerStatuses[0].restartCount", "2")
            .status();

    assertThat(status.path("phase").asString()).isEqualTo("Pending");
    assertInitialized(status, "False");
    assertThat(init(status, 1).path("state").path("waiting").path("reason").asString(""))
        .isEqualTo("PodInitializing");
    assertThat(main(status).path("state").path("waiting").path("reason").asString(""))
        .isEqualTo("PodInitializing");
  }
}
