package dev.gantry.tests.kubectl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.tests.harness.Kubectl;
import dev.gantry.tests.harness.KubernetesClients;
import dev.gantry.tests.harness.SharedCluster;
import dev.gantry.tests.harness.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A small chart through its life, with Helm 3 and Helm 4.
@ExtendWith(SharedCluster.class)
class HelmTest {
  private static final String DEPLOYMENT =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: {{ .Release.Name }}}
      spec:
        replicas: {{ .Values.replicas }}
        selector: {matchLabels: {app: {{ .Release.Name }}}}
        template:
          metadata: {labels: {app: {{ .Release.Name }}}}
          spec:
            terminationGracePeriodSeconds: 1
            containers:
            - name: main
              image: busybox
              imagePullPolicy: IfNotPresent
              command: [sleep, "1000"]
              envFrom:
              - configMapRef: {name: {{ .Release.Name }}}
              - secretRef: {name: {{ .Release.Name }}}
      """;
  private static final String CONFIG =
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: {{ .Release.Name }}}
      data: {greeting: {{ .Values.greeting | quote }}}
      ---
      apiVersion: v1
      kind: Secret
      metadata: {name: {{ .Release.Name }}}
      stringData: {password: "p"}
      """;

  @ParameterizedTest
  @EnumSource(KubernetesClients.class)
  void installsUpgradesRollsBackAndUninstalls(
      KubernetesClients version, @TempDir Path chart, Workspace kube) throws IOException {
    Files.writeString(chart.resolve("Chart.yaml"), "apiVersion: v2\nname: demo\nversion: 1.0.0\n");
    Files.writeString(chart.resolve("values.yaml"), "replicas: 1\ngreeting: hello\n");
    Files.createDirectory(chart.resolve("templates"));
    Files.writeString(chart.resolve("templates/deployment.yaml"), DEPLOYMENT);
    Files.writeString(chart.resolve("templates/config.yaml"), CONFIG);
    var helm = Kubectl.helm(version, kube.engine());
    String namespace = "--namespace=" + kube.namespace();

    helm.run("install", "demo", chart.toString(), namespace, "--wait", "--timeout=60s");
    assertThat(kube.pods("app=demo")).hasSize(1);
    helm.run(
        "upgrade",
        "demo",
        chart.toString(),
        namespace,
        "--set=replicas=2,greeting=bye",
        "--wait",
        "--timeout=60s");
    assertThat(kube.pods("app=demo")).hasSize(2);
    assertThat(kube.get("configmap", "demo").at("/data/greeting").asString()).isEqualTo("bye");
    helm.run("rollback", "demo", "1", namespace, "--wait", "--timeout=60s");
    assertThat(kube.get("configmap", "demo").at("/data/greeting").asString()).isEqualTo("hello");
    assertThat(helm.run("history", "demo", namespace).lines()).hasSize(4);
    helm.run("uninstall", "demo", namespace, "--wait", "--timeout=60s");
    assertThat(kube.run("get", "deployment,configmap,secret", "-l", "app=demo").stdout()).isEmpty();
  }
}
