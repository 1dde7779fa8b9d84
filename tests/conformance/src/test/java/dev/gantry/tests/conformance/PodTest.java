package dev.gantry.tests.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.tests.harness.RunningCommand;
import dev.gantry.tests.harness.SharedCluster;
import dev.gantry.tests.harness.Workspace;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The life of pods, and what may be asked of them.
@Area("Pods")
@ExtendWith(SharedCluster.class)
class PodTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static PodUnderTest sleeping(Workspace cluster, String name) {
    return PodUnderTest.running(cluster, name, "exec sleep 3600", "");
  }

  /// Tells each change of pods as `TYPE name phase`.
  private static RunningCommand watch(Workspace cluster, String... flags) {
    String[] command = {
      "get",
      "pods",
      "--watch",
      "--output-watch-events",
      "--output=jsonpath={.type} {.object.metadata.name} {.object.status.phase}"
          + " {.object.metadata.labels.changed}{\"\\n\"}"
    };
    String[] all = Arrays.copyOf(command, command.length + flags.length);
    System.arraycopy(flags, 0, all, command.length, flags.length);
    return cluster.start(all);
  }

  private static String path(Workspace cluster, String rest) {
    return "/api/v1/namespaces/" + cluster.namespace() + "/pods" + rest;
  }

  @Test
  @Behaviour("should allow activeDeadlineSeconds to be updated")
  void aPodsTimeMayBeCutShort(Workspace cluster) {
    var pod =
        PodUnderTest.create(
                cluster,
                "pod",
                "activeDeadlineSeconds: 300\ncontainers:\n"
                    + PodUnderTest.container("main", "exec sleep 3600", ""))
            .awaitReady();

    cluster.run("patch", "pod", "pod", "--patch={\"spec\":{\"activeDeadlineSeconds\":1}}");

    JsonNode status = pod.awaitPhase("Failed").status();
    assertThat(status.path("reason").asString("")).isEqualTo("DeadlineExceeded");
  }

  @Test
  @Behaviour("should be submitted and removed")
  void aWatchTellsOfAPodsBeginningAndEnd(Workspace cluster) {
    try (RunningCommand watch = watch(cluster)) {
      var pod = sleeping(cluster, "pod").awaitReady();
      watch.stdout().await("ADDED pod Pending");
      watch.stdout().await("MODIFIED pod Running");

      pod.delete();

      watch.stdout().await("DELETED pod");
    }
    assertThat(cluster.get("pods").path("items")).isEmpty();
  }

  @Test
  @Behaviour("should be updated")
  void aRunningPodsLabelsMayChange(Workspace cluster) {
    var pod = sleeping(cluster, "pod").awaitReady();
    ObjectNode changed = (ObjectNode) pod.get();
    ((ObjectNode) changed.path("metadata").path("labels")).put("time", "later");

    cluster.attemptWithInput(changed.toString(), "replace", "-f", "-").orThrow();

    assertThat(cluster.pods("time=later")).containsExactly("pod/pod");
    assertThat(pod.restarts()).isZero();
  }

  @Test
  @Behaviour("should delete a collection of pods")
  void allPodsOfALabelGoWithOneRequest(Workspace cluster) {
    sleeping(cluster, "other");
    for (int i = 1; i <= 3; i++) {
      sleeping(cluster, "pod-" + i);
    }
    cluster.run("label", "pods", "pod-1", "pod-2", "pod-3", "kind=many");

    cluster.run("delete", "--raw", path(cluster, "?labelSelector=kind%3Dmany"));

    cluster.run("wait", "--for=delete", "pods", "-l", "kind=many", "--timeout=40s");
    assertThat(cluster.run("get", "pods", "-o", "name").lines()).containsExactly("pod/other");
  }

  @Test
  @Behaviour("should get a host IP")
  void aPodKnowsItsNodesAddress(Workspace cluster) {
    JsonNode pod = sleeping(cluster, "pod").awaitReady().get();

    String node = pod.path("spec").path("nodeName").asString("");
    assertThat(pod.path("status").path("hostIP").asString(""))
        .isNotEmpty()
        .isEqualTo(
            cluster
                .run(
                    "get",
                    "node",
                    node,
                    "--output=jsonpath={.status.addresses[?(@.type==\"InternalIP\")].address}")
                .text());
  }

  @Test
  @Behaviour("should patch a pod status")
  void aPodsStatusMayBePatchedByItself(Workspace cluster) {
    var pod = sleeping(cluster, "pod").awaitReady();

    JsonNode patched =
        JSON.readTree(
            cluster
                .run(
                    "patch",
                    "pod",
                    "pod",
                    "--subresource=status",
                    "--output=json",
                    "--patch={\"metadata\":{\"labels\":{\"app\":\"kept\"}},"
                        + "\"status\":{\"message\":\"patched\",\"reason\":\"Test\"}}")
                .stdout());

    assertThat(patched.path("status").path("message").asString("")).isEqualTo("patched");
    assertThat(patched.path("status").path("reason").asString("")).isEqualTo("Test");
    assertThat(pod.status().path("phase").asString("")).isEqualTo("Running");
  }

  @Test
  @Behaviour("should run through the lifecycle of Pods and PodStatus")
  void aPodAndItsStatusChangeUntilTheEnd(Workspace cluster) {
    try (RunningCommand watch = watch(cluster)) {
      var pod = sleeping(cluster, "pod").awaitReady();

      cluster.run(
          "patch",
          "pod",
          "pod",
          "--patch={\"metadata\":{\"labels\":{\"changed\":\"yes\"}},\"spec\":{\"containers\":"
              + "[{\"name\":\"main\",\"image\":\"busybox:latest\"}]}}");
      watch.stdout().await("MODIFIED pod Running yes");
      pod.awaitRestarts(1).awaitReady();

      ObjectNode changed = (ObjectNode) cluster.get("pod", "pod", "--subresource=status");
      JsonNode ready = ready(changed);
      ((ObjectNode) ready).put("status", "False");
      ((ObjectNode) changed.path("metadata")).remove("resourceVersion");
      JsonNode replaced =
          JSON.readTree(
              cluster
                  .attemptWithInput(
                      changed.toString(),
                      "replace",
                      "--subresource=status",
                      "--output=json",
                      "-f",
                      "-")
                  .orThrow()
                  .stdout());
      assertThat(ready(replaced).path("status").asString("")).isEqualTo("False");

      cluster.run("delete", "--raw", path(cluster, "?labelSelector=changed%3Dyes"));
      watch.stdout().await("DELETED pod");
    }
  }

  private static JsonNode ready(JsonNode pod) {
    return pod.path("status")
        .path("conditions")
        .valueStream()
        .filter(condition -> condition.path("type").asString("").equals("Ready"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  @Behaviour("should support remote command execution over websockets")
  void aCommandRunsInAContainerOverAWebSocket(Workspace cluster) {
    sleeping(cluster, "pod").awaitReady();
    String path =
        path(
            cluster,
            "/pod/exec?stdout=1&stderr=1&container=main&command=echo&command=remote+words");

    assertThat(ClusterSocket.read(cluster, path, "channel.k8s.io", 1)).isEqualTo("remote words\n");
  }

  @Test
  @Behaviour("should support retrieving logs from the container over websockets")
  void aContainersOutputIsReadOverAWebSocket(Workspace cluster) {
    PodUnderTest.running(cluster, "pod", "echo container is alive; exec sleep 3600", "")
        .awaitOutput("alive");

    assertThat(
            ClusterSocket.read(cluster, path(cluster, "/pod/log?container=main"), "binary.k8s.io"))
        .isEqualTo("container is alive\n");
  }

  @Test
  @Behaviour(
      "QOS class should be set on Pods with matching resource requests and limits for memory and"
          + " cpu")
  void aPodThatIsGivenAllItAsksForIsGuaranteed(Workspace cluster) {
    String amounts = "{cpu: 100m, memory: 64Mi}";
    var guaranteed =
        PodUnderTest.running(
            cluster,
            "guaranteed",
            "exec sleep 3600",
            "resources: {requests: " + amounts + ", limits: " + amounts + "}");
    var burstable =
        PodUnderTest.running(
            cluster, "burstable", "exec sleep 3600", "resources: {requests: " + amounts + "}");

    assertThat(guaranteed.status().path("qosClass").asString("")).isEqualTo("Guaranteed");
    assertThat(burstable.status().path("qosClass").asString("")).isEqualTo("Burstable");
    guaranteed.awaitReady();
  }

  @Test
  @Behaviour("should call prestop when killing a pod")
  void anotherPodHearsOfAnEnd(Workspace cluster) {
    var server =
        PodUnderTest.running(
                cluster,
                "server",
                "mkdir /tmp/www; echo ok > /tmp/www/prestop\n"
                    + "exec httpd -f -vv -p 8080 -h /tmp/www 2>&1",
                "readinessProbe: {periodSeconds: 1, tcpSocket: {port: 8080}}")
            .awaitReady();
    String say = "wget -qO- http://" + server.ip() + ":8080/prestop";
    var tester =
        PodUnderTest.running(
                cluster,
                "tester",
                "exec sleep 3600",
                "lifecycle: {preStop: {exec: {command: [sh, -c, '" + say + "']}}}")
            .awaitReady();

    try (RunningCommand logs = cluster.start("logs", "--follow", "server")) {
      assertThat(logs.stdout().text()).doesNotContain("/prestop");
      tester.delete();
      logs.stdout()
          .await(
              text -> text.contains("url:/prestop"), "the pre-stop hook", Duration.ofSeconds(10));
    }
  }
}
