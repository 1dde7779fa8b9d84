package dev.gantry.tests.kubectl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.tests.harness.SharedCluster;
import dev.gantry.tests.harness.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// A pod and the streams into it.
@ExtendWith(SharedCluster.class)
class PodTest {
  private static final String SLEEPER =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: p, labels: {app: p}}
      spec:
        terminationGracePeriodSeconds: 1
        containers:
        - name: main
          image: busybox
          imagePullPolicy: IfNotPresent
          command: [sh, -c, 'echo hello; echo oops >&2; exec sleep 1000']
      """;

  @Test
  void runsToItsEnd(Workspace kube) {
    kube.run(
        "run", "p", "--image=busybox", "--restart=Never", "--", "sh", "-c", "echo done; exit 3");
    kube.run("wait", "--for=jsonpath={.status.phase}=Failed", "pod/p", "--timeout=30s");
    assertThat(kube.run("logs", "p").text()).isEqualTo("done");
    assertThat(
            kube.get("pod", "p")
                .at("/status/containerStatuses/0/state/terminated/exitCode")
                .asInt())
        .isEqualTo(3);
    assertThat(kube.run("get", "pod", "p").lines().getLast()).matches("p +0/1 +Error +0 +\\d+s");
  }

  @Test
  void isSeenByDocker(Workspace kube) {
    kube.apply(SLEEPER);
    kube.awaitPodReady("p");
    var names = kube.engine().api().get("/containers/json").json().toString();
    assertThat(names).contains("k8s_main_p_" + kube.namespace() + "_");
  }

  @Test
  void givesItsLogs(Workspace kube) {
    kube.apply(SLEEPER);
    kube.awaitPodReady("p");
    assertThat(kube.run("logs", "p").lines()).containsExactlyInAnyOrder("hello", "oops");
    assertThat(kube.run("logs", "p", "--tail=0").text()).isEmpty();
    assertThat(kube.run("logs", "p", "--timestamps").stdout())
        .containsPattern("20\\d\\d-\\d\\d-\\d\\dT\\S+Z hello");
    assertThat(kube.attempt("logs", "p", "-c", "other").stderr())
        .contains("container other is not valid for pod p");
    try (var following = kube.start("logs", "-f", "p")) {
      following.stdout().await("hello");
      kube.run("delete", "pod", "p", "--grace-period=0", "--force");
      assertThat(following.join().succeeded()).isTrue();
    }
  }

  @Test
  void executesCommands(Workspace kube) {
    kube.apply(SLEEPER);
    kube.awaitPodReady("p");
    assertThat(kube.run("exec", "p", "--", "sh", "-c", "echo out; echo err >&2").stdout())
        .isEqualTo("out\n");
    assertThat(kube.attempt("exec", "p", "--", "sh", "-c", "exit 7").exitCode()).isEqualTo(7);
    assertThat(kube.attemptWithInput("a\nb\n", "exec", "-i", "p", "--", "wc", "-l").text())
        .isEqualTo("2");
    assertThat(kube.attempt("exec", "p", "--", "no-such-program").exitCode()).isNotZero();
    try (var terminal = kube.onTerminal("exec", "-it", "p", "--", "sh")) {
      terminal.enter("tty");
      terminal.await("/dev/pts/0");
      terminal.enter("exit 5");
      assertThat(terminal.join().exitCode()).isEqualTo(5);
    }
  }

  @Test
  void copiesFilesBothWays(Workspace kube, @TempDir Path folder) throws IOException {
    kube.apply(SLEEPER);
    kube.awaitPodReady("p");
    Path file = folder.resolve("file");
    Files.writeString(file, "x".repeat(1 << 20));
    kube.run("cp", file.toString(), "p:/tmp/file");
    kube.run("cp", "p:/tmp/file", folder.resolve("back").toString());
    assertThat(folder.resolve("back")).hasSameBinaryContentAs(file);
  }

  @Test
  void forwardsPorts(Workspace kube) {
    kube.run(
        "run",
        "web",
        "--image=busybox",
        "--",
        "sh",
        "-c",
        "mkdir /www; echo page > /www/index.html; exec httpd -f -p 80 -h /www");
    kube.awaitPodReady("web");
    try (var forwarding = kube.start("port-forward", "pod/web", "18080:80")) {
      forwarding.stdout().await("Forwarding from 127.0.0.1:18080");
      for (int i = 0; i < 3; i++) {
        assertThat(kube.engine().host().fetch("http://127.0.0.1:18080/").text()).isEqualTo("page");
      }
    }
  }

  @Test
  void attaches(Workspace kube) {
    kube.run(
        "run",
        "echo",
        "--image=busybox",
        "--stdin",
        "--",
        "sh",
        "-c",
        "while read line; do echo got $line; done");
    kube.awaitPodReady("echo");
    try (var attached = kube.start("attach", "-i", "echo")) {
      attached.type("one\n");
      attached.stdout().await("got one");
    }
  }

  @Test
  void describesWhatHappened(Workspace kube) {
    kube.apply(SLEEPER.replace("image: busybox", "image: no-such-image:1"));
    kube.run(
        "wait",
        "--for=jsonpath={.status.containerStatuses[0].state.waiting.reason}" + "=ErrImagePull",
        "pod/p",
        "--timeout=30s");
    assertThat(kube.run("describe", "pod", "p").stdout())
        .contains("Scheduled")
        .contains("Failed to pull image \"no-such-image:1\"");
    assertThat(kube.run("events").stdout()).contains("Successfully assigned");
  }
}
