package dev.gantry.tests.kubectl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.tests.harness.SharedCluster;
import dev.gantry.tests.harness.Workspace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A Deployment from its manifest to its end.
@ExtendWith(SharedCluster.class)
class DeploymentTest {
  private static final String WEB =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: web
      spec:
        replicas: 3
        selector:
          matchLabels: {app: web}
        template:
          metadata:
            labels: {app: web}
          spec:
            terminationGracePeriodSeconds: 1
            containers:
            - name: web
              image: busybox
              imagePullPolicy: IfNotPresent
              command: [sh, -c, 'trap exit TERM; while :; do sleep 0.1; done']
      """;

  @Test
  void rollsOutScalesBreaksAndRollsBack(Workspace kube) {
    assertThat(kube.apply(WEB).text()).isEqualTo("deployment.apps/web created");
    kube.awaitRollout("web");
    assertThat(kube.run("get", "deployment", "web").lines().getLast()).matches("web +3/3 +3 +3 .*");
    assertThat(kube.pods("app=web")).hasSize(3);
    assertThat(kube.apply(WEB).text()).isEqualTo("deployment.apps/web unchanged");

    assertThat(kube.run("scale", "deployment/web", "--replicas=1").text())
        .isEqualTo("deployment.apps/web scaled");
    kube.awaitRollout("web");
    kube.run("wait", "--for=jsonpath={.status.replicas}=1", "deployment/web", "--timeout=30s");

    kube.run("set", "image", "deployment/web", "web=no-such-image:1");
    var stuck = kube.attempt("rollout", "status", "deployment/web", "--timeout=2s");
    assertThat(stuck.succeeded()).isFalse();
    assertThat(stuck.stdout()).contains("Waiting for deployment \"web\" rollout to finish");

    assertThat(kube.run("rollout", "undo", "deployment/web").text())
        .isEqualTo("deployment.apps/web rolled back");
    kube.awaitRollout("web");
    var history = kube.run("rollout", "history", "deployment/web");
    assertThat(history.stdout()).contains("REVISION").contains("2").contains("3");
    assertThat(kube.get("deployment", "web").at("/spec/template/spec/containers/0/image"))
        .hasToString("\"busybox\"");
  }

  @Test
  void restartsPausesAndResumes(Workspace kube) {
    kube.run("create", "deployment", "web", "--image=busybox", "--", "sleep", "1000");
    kube.awaitRollout("web");

    kube.run("rollout", "pause", "deployment/web");
    kube.run("set", "env", "deployment/web", "A=1");
    assertThat(kube.run("get", "rs", "-o", "name").lines()).hasSize(1);
    kube.run("rollout", "resume", "deployment/web");
    kube.awaitRollout("web");
    assertThat(kube.run("get", "rs", "-o", "name").lines()).hasSize(2);

    kube.run("rollout", "restart", "deployment/web");
    kube.awaitRollout("web");
    assertThat(kube.run("get", "rs", "-o", "name").lines()).hasSize(3);
  }

  @Test
  void deletesWithAndWithoutItsPods(Workspace kube) {
    kube.apply(WEB);
    kube.awaitRollout("web");

    kube.run("delete", "deployment", "web", "--cascade=orphan");
    assertThat(kube.pods("app=web")).hasSize(3);
    kube.apply(WEB);
    kube.awaitRollout("web");
    assertThat(kube.run("get", "rs", "-o", "name").lines()).hasSize(1);

    kube.run("delete", "deployment", "web", "--cascade=foreground", "--timeout=30s");
    assertThat(kube.run("get", "pods,rs", "-o", "name").lines()).isEmpty();
  }
}
