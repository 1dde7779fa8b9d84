package dev.gantry.tests.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.tests.harness.Workspace;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;

/// Checks of pods made by [Kube#serving], asked from within the cluster.
final class Serving {
  private Serving() {}

  /// Each pod, asked over HTTP by the first of them, answers with its own name.
  static void assertEachTellsItsName(Workspace workspace, List<Pod> pods) {
    String asking = Kube.name(pods.getFirst());
    assertThat(pods)
        .allSatisfy(
            pod -> {
              String url = "http://" + pod.getStatus().getPodIP() + ":8080/";
              String answer =
                  workspace.run("exec", asking, "--", "wget", "-q", "-O", "-", url).text();
              assertThat(answer).isEqualTo(Kube.name(pod));
            });
  }
}
