package dev.gantry.kube.kubelet;

import static dev.gantry.platform.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.kube.client.DeleteOptions;
import dev.gantry.kube.objects.BuiltInKinds;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.ObjectKey;
import dev.gantry.platform.testkit.RequiresRoot;
import dev.gantry.platform.testkit.TemporaryRoot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Pods on a real engine, from their binding to their end.
@RequiresRoot
class PodLifeTest {
  @RegisterExtension final TemporaryRoot root = new TemporaryRoot();
  private NodeFixture node;

  @BeforeEach
  void start() throws Exception {
    node = new NodeFixture(root.path());
  }

  @AfterEach
  void stop() throws Exception {
    node.close();
  }

  @Test
  void aPodRunsAndSaysSo() throws Exception {
    long begun = System.nanoTime();
    KubeObject pod =
        node.pod(
            "web",
            """
            {"containers": [{"name": "app", "command": ["sh", "-c", "echo hello; exec sleep 1000"]}]}
            """);

    node.awaitReady(pod);
    System.err.println("ready after " + (System.nanoTime() - begun) / 1_000_000 + " ms");
    var status = node.current(pod).status();
    assertThat(status.path("phase").asString("")).isEqualTo("Running");
    assertThat(status.path("podIP").asString("")).startsWith("10.213.7.");
    var container = node.status(pod, "app");
    assertThat(container.path("ready").asBoolean()).isTrue();
    assertThat(container.path("containerID").asString("")).startsWith("gantry://");
    assertThat(node.sh(pod, "app", "hostname")).isEqualTo("web");
    eventually(() -> assertThat(node.logs(pod, "app")).isEqualTo("hello\n"));
    assertThat(node.containers())
        .singleElement()
        .satisfies(c -> assertThat(c.name()).isEqualTo("k8s_app_web_default_" + pod.uid() + "_0"));
  }

  @Test
  void theNodeIsReadyAndHasALease() {
    KubeObject registered =
        node.cluster.get(BuiltInKinds.NODE, ObjectKey.clusterScoped(NodeFixture.NODE));

    assertThat(dev.gantry.kube.objects.Conditions.isTrue(registered, "Ready")).isTrue();
    assertThat(registered.labels()).containsEntry("kubernetes.io/os", "linux");
    eventually(
        () ->
            assertThat(
                    node.cluster
                        .get(BuiltInKinds.LEASE, new ObjectKey("kube-node-lease", NodeFixture.NODE))
                        .at("spec", "leaseDurationSeconds")
                        .asInt(0))
                .isEqualTo(40));
  }

  @Test
  void deletingEndsItsProcessesAndLetsTheObjectGo() throws Exception {
    KubeObject pod =
        node.pod(
            "web",
            """
            {"terminationGracePeriodSeconds": 5, "containers": [{"name": "app",
              "command": ["sh", "-c", "trap 'exit 0' TERM; while :; do sleep 0.1; done"]}]}
            """);
    node.awaitReady(pod);

    node.cluster.delete(BuiltInKinds.POD, pod.key(), DeleteOptions.DEFAULT);

    eventually(() -> assertThat(node.find(pod)).isEmpty());
    assertThat(node.containers()).isEmpty();
    assertThat(node.engine().sandboxes().list()).isEmpty();
  }

  @Test
  void aPodThatIsNotRestartedEndsInThePhaseOfItsContainers() {
    KubeObject good =
        node.pod(
            "good",
            """
            {"restartPolicy": "Never", "containers": [{"name": "app", "command": ["true"]}]}
            """);
    KubeObject bad =
        node.pod(
            "bad",
            """
            {"restartPolicy": "Never", "containers": [{"name": "app",
              "command": ["sh", "-c", "echo -n why > /dev/termination-log; exit 3"],
              "terminationMessagePath": "/dev/termination-log"}]}
            """);

    node.awaitPhase(good, "Succeeded");
    node.awaitPhase(bad, "Failed");
    var terminated = node.status(bad, "app").path("state").path("terminated");
    assertThat(terminated.path("exitCode").asInt()).isEqualTo(3);
    assertThat(terminated.path("reason").asString("")).isEqualTo("Error");
    assertThat(terminated.path("message").asString("")).isEqualTo("why");
  }

  @Test
  void aContainerThatEndsIsStartedAgainAndItsLastLogStays() throws Exception {
    KubeObject pod =
        node.pod(
            "again",
            """
            {"containers": [{"name": "app", "command": ["sh", "-c", "echo run; exit 1"]}]}
            """);

    eventually(
        () -> {
          var status = node.status(pod, "app");
          assertThat(status.path("restartCount").asInt()).isEqualTo(1);
          assertThat(status.path("state").path("waiting").path("reason").asString(""))
              .isEqualTo("CrashLoopBackOff");
        });
    var status = node.status(pod, "app");
    assertThat(status.path("state").path("waiting").path("message").asString(""))
        .startsWith("back-off 10s restarting failed container=app pod=again_default(");
    assertThat(status.path("lastState").path("terminated").path("exitCode").asInt()).isOne();
    assertThat(node.current(pod).status().path("phase").asString("")).isEqualTo("Running");
    assertThat(node.logs(pod, "app", true)).isEqualTo("run\n");
  }

  @Test
  void aMissingImageIsWaitedFor() throws Exception {
    KubeObject pod =
        node.pod(
            "later",
            """
            {"containers": [{"name": "app", "image": "nosuch:1", "command": ["sleep", "1000"]}]}
            """);
    eventually(
        () ->
            assertThat(
                    node.status(pod, "app")
                        .path("state")
                        .path("waiting")
                        .path("reason")
                        .asString(""))
                .isIn("ErrImagePull", "ImagePullBackOff"));

    node.engine().images().tag("busybox:1", dev.gantry.oci.spec.ImageReference.parse("nosuch:1"));

    node.awaitReady(pod);
  }

  @Test
  void runningContainersAreAdoptedAndNotRestarted() throws Exception {
    KubeObject pod =
        node.pod(
            "lasting",
            """
            {"containers": [{"name": "app", "command": ["sleep", "1000"]}]}
            """);
    KubeObject doomed =
        node.pod(
            "doomed",
            """
            {"terminationGracePeriodSeconds": 1,
             "containers": [{"name": "app", "command": ["sleep", "1000"]}]}
            """);
    node.awaitReady(pod);
    node.awaitReady(doomed);
    String id = node.status(pod, "app").path("containerID").asString("");

    node.restart(() -> node.cluster.remove(BuiltInKinds.POD, doomed.key()));

    eventually(() -> assertThat(node.containers()).hasSize(1));
    assertThat(node.status(pod, "app").path("containerID").asString("")).isEqualTo(id);
    assertThat(node.sh(pod, "app", "echo alive")).isEqualTo("alive");
    assertThat(node.engine().sandboxes().list()).hasSize(1);
    node.awaitReady(pod);
  }
}
