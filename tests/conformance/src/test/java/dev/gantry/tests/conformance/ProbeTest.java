package dev.gantry.tests.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.tests.harness.RunningCommand;
import dev.gantry.tests.harness.SharedCluster;
import dev.gantry.tests.harness.Workspace;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Containers that are asked how they are. Where nothing may happen, the container itself says
/// that it was asked often enough for it to have happened.
@Area("Probing container")
@ExtendWith(SharedCluster.class)
class ProbeTest {
  /// Speaks HTTP/2 just far enough to be a health server; `/tmp/sick` makes it feel unwell.
  private static final String GRPC_SERVER =
      """
      cat > /tmp/serve <<'END'
      head -c 24 > /dev/null
      echo x >> /tmp/probes
      health='\\001'
      if [ -e /tmp/sick ]; then health='\\002'; fi
      printf '\\000\\000\\000\\004\\000\\000\\000\\000\\000'
      printf '\\000\\000\\000\\004\\001\\000\\000\\000\\000'
      printf '\\000\\000\\024\\001\\004\\000\\000\\000\\001\\210\\017\\020\\020application/grpc'
      printf '\\000\\000\\007\\000\\000\\000\\000\\000\\001\\000\\000\\000\\000\\002\\010'$health
      printf '\\000\\000\\017\\001\\005\\000\\000\\000\\001\\000\\013grpc-status\\0010'
      cat > /dev/null
      END
      touch /tmp/probes
      nc -ll -p 5000 -e sh /tmp/serve &
      """;

  private static final String HTTP_SERVER =
      """
      mkdir /tmp/www
      echo ok > /tmp/www/healthz
      httpd -f -vv -p 8080 -h /tmp/www 2> /tmp/probes &
      """;

  private static final String TELL_WHEN_PROBED =
      """
      until [ "$(wc -l < /tmp/probes)" -ge 5 ]; do sleep 0.1; done
      echo probed
      exec sleep 3600
      """;

  private static String probe(String kind, String handler) {
    return """
    %sProbe:
      periodSeconds: 1
      failureThreshold: 1
      timeoutSeconds: 10
      %s
    """
        .formatted(kind, handler);
  }

  @Test
  @Behaviour("should be restarted with a exec \"cat /tmp/health\" liveness probe")
  void aContainerIsReplacedWhenItsCommandFails(Workspace cluster) {
    PodUnderTest.running(
            cluster,
            "exec",
            "echo ok > /tmp/health; sleep 1; rm /tmp/health; exec sleep 3600",
            probe("liveness", "exec: {command: [cat, /tmp/health]}"))
        .awaitRestarts(1);
  }

  @Test
  @Behaviour("should *not* be restarted with a exec \"cat /tmp/health\" liveness probe")
  void aContainerStaysWhileItsCommandSucceeds(Workspace cluster) {
    var pod =
        PodUnderTest.running(
                cluster,
                "exec",
                "echo ok > /tmp/health; touch /tmp/probes\n" + TELL_WHEN_PROBED,
                probe(
                    "liveness",
                    "exec: {command: [sh, -c, 'echo x >> /tmp/probes; cat /tmp/health']}"))
            .awaitOutput("probed");

    assertThat(pod.restarts()).isZero();
  }

  @Test
  @Behaviour("should be restarted with a /healthz http liveness probe")
  void aContainerIsReplacedWhenItsPageIsGone(Workspace cluster) {
    PodUnderTest.running(
            cluster,
            "http",
            HTTP_SERVER + "sleep 1; rm /tmp/www/healthz; exec sleep 3600",
            probe("liveness", "httpGet: {path: /healthz, port: 8080}\n  initialDelaySeconds: 1"))
        .awaitRestarts(1);
  }

  @Test
  @Behaviour("should *not* be restarted with a /healthz http liveness probe")
  void aContainerStaysWhileItsPageIsServed(Workspace cluster) {
    var pod =
        PodUnderTest.running(
                cluster,
                "http",
                HTTP_SERVER + TELL_WHEN_PROBED,
                probe(
                    "liveness", "httpGet: {path: /healthz, port: 8080}\n  initialDelaySeconds: 1"))
            .awaitOutput("probed");

    assertThat(pod.restarts()).isZero();
  }

  @Test
  @Behaviour("should *not* be restarted with a tcp:8080 liveness probe")
  void aContainerStaysWhileItAcceptsConnections(Workspace cluster) {
    var pod =
        PodUnderTest.running(
                cluster,
                "tcp",
                "touch /tmp/probes\n"
                    + "nc -ll -p 8080 -e sh -c 'echo x >> /tmp/probes' &\n"
                    + TELL_WHEN_PROBED,
                probe("liveness", "tcpSocket: {port: 8080}\n  initialDelaySeconds: 1"))
            .awaitOutput("probed");

    assertThat(pod.restarts()).isZero();
  }

  @Test
  @Behaviour("should be restarted with a GRPC liveness probe")
  void aContainerIsReplacedWhenItsGrpcServiceIsUnhealthy(Workspace cluster) {
    PodUnderTest.running(
            cluster,
            "grpc",
            GRPC_SERVER
                + "until [ -s /tmp/probes ]; do sleep 0.1; done\n"
                + "touch /tmp/sick; exec sleep 3600",
            probe("liveness", "grpc: {port: 5000}\n  initialDelaySeconds: 1"))
        .awaitRestarts(1);

    assertThat(cluster.run("events", "--for=pod/grpc").stdout())
        .contains("Liveness probe failed: service unhealthy (responded with \"NOT_SERVING\")");
  }

  @Test
  @Behaviour("should *not* be restarted with a GRPC liveness probe")
  void aContainerStaysWhileItsGrpcServiceIsHealthy(Workspace cluster) {
    var pod =
        PodUnderTest.running(
                cluster,
                "grpc",
                GRPC_SERVER + TELL_WHEN_PROBED,
                probe("liveness", "grpc: {port: 5000}\n  initialDelaySeconds: 1"))
            .awaitOutput("probed");

    assertThat(pod.restarts()).isZero();
  }

  @Test
  @Behaviour("should have monotonically increasing restart count")
  void restartsAreCountedOneByOne(Workspace cluster) {
    var pod =
        PodUnderTest.running(
            cluster, "often", "exec sleep 3600", probe("liveness", "exec: {command: ['false']}"));
    try (RunningCommand watch =
        cluster.start(
            "get",
            "pod",
            "often",
            "--watch",
            "--output=jsonpath={.status.containerStatuses[0].restartCount}{\"\\n\"}")) {
      pod.awaitRestarts(2);
      String seen =
          watch
              .stdout()
              .await(
                  text -> text.lines().anyMatch("2"::equals), "2 restarts", Duration.ofSeconds(10));

      List<Integer> counts =
          seen.lines().filter(line -> !line.isEmpty()).map(Integer::valueOf).distinct().toList();
      assertThat(counts).isSorted().endsWith(0, 1, 2);
    }
  }

  @Test
  @Behaviour("with readiness probe should not be ready before initial delay and never restart")
  void aContainerIsNotReadyBeforeItsProbeMayBegin(Workspace cluster) {
    var pod =
        PodUnderTest.running(
                cluster,
                "slow",
                "exec sleep 3600",
                probe("readiness", "exec: {command: ['true']}\n  initialDelaySeconds: 3"))
            .awaitPhase("Running");
    assertThat(pod.containerStatus().path("ready").asBoolean(true)).isFalse();

    var status = pod.awaitReady().status();
    var main = status.path("containerStatuses").path(0);
    Instant started =
        Instant.parse(main.path("state").path("running").path("startedAt").asString());
    Instant ready =
        status
            .path("conditions")
            .valueStream()
            .filter(condition -> condition.path("type").asString().equals("Ready"))
            .map(condition -> Instant.parse(condition.path("lastTransitionTime").asString()))
            .findFirst()
            .orElseThrow();
    assertThat(Duration.between(started, ready)).isGreaterThanOrEqualTo(Duration.ofSeconds(3));
    assertThat(main.path("restartCount").asInt(-1)).isZero();
  }

  @Test
  @Behaviour("with readiness probe that fails should never be ready and never restart")
  void aContainerWhoseReadinessFailsIsLeftAlone(Workspace cluster) {
    var pod =
        PodUnderTest.running(
                cluster,
                "never",
                "touch /tmp/probes\n" + TELL_WHEN_PROBED,
                probe("readiness", "exec: {command: [sh, -c, 'echo x >> /tmp/probes; exit 1']}"))
            .awaitOutput("probed");

    assertThat(pod.containerStatus().path("ready").asBoolean(true)).isFalse();
    assertThat(pod.restarts()).isZero();
  }
}
