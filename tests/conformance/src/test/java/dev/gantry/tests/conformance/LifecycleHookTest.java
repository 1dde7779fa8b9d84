package dev.gantry.tests.conformance;

import dev.gantry.tests.harness.RunningCommand;
import dev.gantry.tests.harness.SharedCluster;
import dev.gantry.tests.harness.Workspace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What containers do after their start and before their end, told to a server in another pod.
@Area("Container Lifecycle Hook")
@ExtendWith(SharedCluster.class)
class LifecycleHookTest {
  /// A pod that writes down what is asked of it at port 8080.
  private static PodUnderTest witness(Workspace cluster) {
    return PodUnderTest.running(
            cluster,
            "witness",
            """
            mkdir /tmp/www; echo heard > /tmp/www/hook
            exec httpd -f -vv -p 8080 -h /tmp/www 2>&1
            """,
            "readinessProbe: {periodSeconds: 1, tcpSocket: {port: 8080}}")
        .awaitReady();
  }

  private static PodUnderTest hooked(Workspace cluster, String hook, String handler) {
    return PodUnderTest.running(
        cluster, "hooked", "exec sleep 3600", "lifecycle: {" + hook + ": {" + handler + "}}");
  }

  private static String exec(PodUnderTest witness) {
    return "exec: {command: [wget, -qO-, 'http://" + witness.ip() + ":8080/hook']}";
  }

  private static String http(PodUnderTest witness) {
    return "httpGet: {host: " + witness.ip() + ", port: 8080, path: /hook}";
  }

  private static void expectHook(PodUnderTest witness) {
    try (RunningCommand logs = witness.cluster().start("logs", "--follow", witness.name())) {
      logs.stdout().await("url:/hook");
    }
  }

  @Test
  @Behaviour("should execute poststart exec hook properly")
  void aCommandRunsAfterTheStart(Workspace cluster) {
    PodUnderTest witness = witness(cluster);

    hooked(cluster, "postStart", exec(witness)).awaitReady();

    expectHook(witness);
  }

  @Test
  @Behaviour("should execute poststart http hook properly")
  void aRequestIsMadeAfterTheStart(Workspace cluster) {
    PodUnderTest witness = witness(cluster);

    hooked(cluster, "postStart", http(witness)).awaitReady();

    expectHook(witness);
  }

  @Test
  @Behaviour("should execute prestop exec hook properly")
  void aCommandRunsBeforeTheEnd(Workspace cluster) {
    PodUnderTest witness = witness(cluster);

    hooked(cluster, "preStop", exec(witness)).awaitReady().delete();

    expectHook(witness);
  }

  @Test
  @Behaviour("should execute prestop http hook properly")
  void aRequestIsMadeBeforeTheEnd(Workspace cluster) {
    PodUnderTest witness = witness(cluster);

    hooked(cluster, "preStop", http(witness)).awaitReady().delete();

    expectHook(witness);
  }
}
