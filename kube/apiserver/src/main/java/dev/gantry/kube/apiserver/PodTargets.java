package dev.gantry.kube.apiserver;

import dev.gantry.kube.client.NodeAgent;
import dev.gantry.kube.client.NodeAgent.ContainerKey;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.ObjectKey;
import dev.gantry.kube.objects.StatusException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/// Finds the container a request means, and the agent that runs it.
record PodTargets(Function<ObjectKey, KubeObject> pods, Function<String, NodeAgent> nodes) {

  /// A container, or a pod, where it is.
  record Target(NodeAgent agent, ContainerKey container) {}

  KubeObject pod(ObjectKey key) {
    return pods.apply(key);
  }

  /// A container that something shall be done to.
  Target container(ObjectKey key, String asked) {
    KubeObject pod = pod(key);
    return at(pod, containerName(pod, asked));
  }

  /// A pod as a whole; the container of the target is empty.
  Target wholePod(ObjectKey key) {
    return at(pod(key), "");
  }

  Target at(KubeObject pod, String container) {
    if (!isOnNode(pod)) {
      throw StatusException.badRequest(
          "pod %s does not have a host assigned".formatted(pod.name()));
    }
    var where = new ContainerKey(pod.namespace(), pod.name(), pod.uid(), container);
    return new Target(nodes.apply(nodeName(pod)), where);
  }

  static boolean isOnNode(KubeObject pod) {
    return !nodeName(pod).isEmpty();
  }

  private static String nodeName(KubeObject pod) {
    return spec(pod).path("nodeName").asString("");
  }

  private static JsonNode spec(KubeObject pod) {
    return pod.json().path("spec");
  }

  /// The container a client names, or the only one there is.
  static String containerName(KubeObject pod, String asked) {
    List<String> own = names(pod, "containers");
    List<String> init = names(pod, "initContainers");
    if (!asked.isEmpty()) {
      boolean known =
          own.contains(asked)
              || init.contains(asked)
              || names(pod, "ephemeralContainers").contains(asked);
      if (!known) {
        throw StatusException.badRequest(
            "container %s is not valid for pod %s".formatted(asked, pod.name()));
      }
      return asked;
    }
    if (own.size() == 1) {
      return own.getFirst();
    }
    var problem = new StringBuilder("a container name must be specified for pod " + pod.name());
    if (!own.isEmpty()) {
      problem.append(", choose one of: [").append(String.join(" ", own)).append(']');
    }
    if (!init.isEmpty()) {
      problem.append(" or one of the init containers: [").append(String.join(" ", init));
      problem.append(']');
    }
    throw StatusException.badRequest(problem.toString());
  }

  private static List<String> names(KubeObject pod, String kind) {
    List<String> names = new ArrayList<>();
    spec(pod).path(kind).forEach(each -> names.add(each.path("name").asString("")));
    return names;
  }
}
