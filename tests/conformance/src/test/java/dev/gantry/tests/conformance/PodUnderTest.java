package dev.gantry.tests.conformance;

import dev.gantry.tests.harness.RunningCommand;
import dev.gantry.tests.harness.Workspace;
import tools.jackson.databind.JsonNode;

/// A pod of one test, watched through kubectl.
record PodUnderTest(Workspace cluster, String name) {

  /// Creates a pod that ends within a second once it is to end.
  ///
  /// @param spec its `spec` in YAML
  static PodUnderTest create(Workspace cluster, String name, String spec) {
    cluster.apply(
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: %1$s
          labels: {app: %1$s}
        spec:
          terminationGracePeriodSeconds: 1
        %2$s"""
            .formatted(name, spec.indent(2)));
    return new PodUnderTest(cluster, name);
  }

  /// Creates a pod of one container, called `main`, that runs a shell script.
  ///
  /// @param fields more fields of the container in YAML
  static PodUnderTest running(Workspace cluster, String name, String script, String fields) {
    return create(cluster, name, "containers:\n" + container("main", script, fields));
  }

  /// An item for a list of containers.
  static String container(String name, String script, String fields) {
    return """
    - name: %s
      image: busybox
      imagePullPolicy: IfNotPresent
      command:
      - sh
      - -c
      - |
    %s%s"""
        .formatted(name, script.indent(4), fields.isEmpty() ? "" : fields.indent(2));
  }

  JsonNode get() {
    return cluster.get("pod", name);
  }

  JsonNode status() {
    return get().path("status");
  }

  /// The status of its container, if it has one only.
  JsonNode containerStatus() {
    return status().path("containerStatuses").path(0);
  }

  int restarts() {
    return containerStatus().path("restartCount").asInt(-1);
  }

  /// Waits until a field, as a JSONPath without braces, has this value.
  PodUnderTest await(String field, String value) {
    cluster.run("wait", "--for=jsonpath={" + field + "}=" + value, "pod/" + name, "--timeout=40s");
    return this;
  }

  PodUnderTest awaitPhase(String phase) {
    return await(".status.phase", phase);
  }

  PodUnderTest awaitReady() {
    cluster.awaitPodReady(name);
    return this;
  }

  PodUnderTest awaitRestarts(int count) {
    return await(".status.containerStatuses[0].restartCount", Integer.toString(count));
  }

  /// Waits until the pod's only container has written this.
  PodUnderTest awaitOutput(String text) {
    awaitPhase("Running");
    try (RunningCommand logs = cluster.start("logs", "--follow", name)) {
      logs.stdout().await(text);
    }
    return this;
  }

  String ip() {
    return status().path("podIP").asString("");
  }

  void delete() {
    cluster.run("delete", "pod", name, "--timeout=40s");
  }
}
