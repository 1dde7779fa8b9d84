package dev.gantry.kube.kubelet;

import dev.gantry.kube.objects.KubeObject;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// A container as a pod defines it.
record ContainerDef(Kind kind, JsonNode json) {

  /// Which part of a pod's life a container has.
  enum Kind {
    /// Must end well before the next begins.
    INIT("initContainers"),
    /// Must be started before the next begins, and runs as long as the pod.
    SIDECAR("initContainers"),
    APP("containers"),
    /// Added to a running pod; never started again.
    EPHEMERAL("ephemeralContainers");

    private final String list;

    Kind(String list) {
      this.list = list;
    }

    /// The field of the pod's spec it is listed in.
    String list() {
      return list;
    }
  }

  /// All of a pod: init containers and sidecars in their order, then the others.
  static List<ContainerDef> all(KubeObject pod) {
    List<ContainerDef> all = new ArrayList<>();
    for (JsonNode json : pod.spec().path("initContainers")) {
      boolean sidecar = json.path("restartPolicy").asString("").equals("Always");
      all.add(new ContainerDef(sidecar ? Kind.SIDECAR : Kind.INIT, json));
    }
    for (JsonNode json : pod.spec().path("containers")) {
      all.add(new ContainerDef(Kind.APP, json));
    }
    for (JsonNode json : pod.spec().path("ephemeralContainers")) {
      all.add(new ContainerDef(Kind.EPHEMERAL, json));
    }
    return all;
  }

  String name() {
    return json.path("name").asString("");
  }

  String image() {
    return json.path("image").asString("");
  }

  boolean isInit() {
    return kind == Kind.INIT || kind == Kind.SIDECAR;
  }

  JsonNode at(String... path) {
    JsonNode node = json;
    for (String field : path) {
      node = node.path(field);
    }
    return node;
  }

  String text(String... path) {
    return at(path).asString("");
  }

  /// When it is started again after an end.
  RestartPolicy restartPolicy(KubeObject pod) {
    return switch (kind) {
      case SIDECAR -> RestartPolicy.ALWAYS;
      case EPHEMERAL -> RestartPolicy.NEVER;
      case APP -> RestartPolicy.of(pod);
      // An init container that ended well is done.
      case INIT ->
          RestartPolicy.of(pod) == RestartPolicy.NEVER
              ? RestartPolicy.NEVER
              : RestartPolicy.ON_FAILURE;
    };
  }

  /// What makes a running container another than the one defined: only its image may change.
  String hash() {
    return Integer.toHexString((name() + "\0" + image()).hashCode());
  }
}
