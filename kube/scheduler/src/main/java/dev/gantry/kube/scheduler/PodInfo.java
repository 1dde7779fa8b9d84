package dev.gantry.kube.scheduler;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.PodRequests;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// A pod with what the scheduler asks of it again and again.
///
/// @param requests what it needs of each resource
/// @param hostPorts ports of the node that it occupies
record PodInfo(KubeObject pod, Resources requests, List<HostPort> hostPorts) {
  PodInfo {
    hostPorts = List.copyOf(hostPorts);
  }

  static PodInfo of(KubeObject pod) {
    return new PodInfo(pod, Resources.requestedBy(pod.spec()), HostPort.of(pod.spec()));
  }

  JsonNode spec() {
    return pod.spec();
  }

  String uid() {
    return pod.uid();
  }

  int priority() {
    return spec().path("priority").asInt(0);
  }

  /// The images of its containers.
  List<String> images() {
    List<String> images = new ArrayList<>();
    spec().path("containers").forEach(c -> images.add(c.path("image").asString("")));
    return images;
  }

  /// A port of the node.
  ///
  /// @param address empty for all addresses
  record HostPort(String protocol, String address, int port) {

    static List<HostPort> of(JsonNode spec) {
      List<HostPort> ports = new ArrayList<>();
      spec.path("containers").forEach(container -> addTo(ports, container));
      for (JsonNode init : spec.path("initContainers")) {
        if (PodRequests.isSidecar(init)) {
          addTo(ports, init);
        }
      }
      return ports;
    }

    private static void addTo(List<HostPort> ports, JsonNode container) {
      for (JsonNode port : container.path("ports")) {
        int number = port.path("hostPort").asInt(0);
        if (number > 0) {
          String address = port.path("hostIP").asString("");
          ports.add(
              new HostPort(
                  port.path("protocol").asString("TCP"),
                  address.equals("0.0.0.0") || address.equals("::") ? "" : address,
                  number));
        }
      }
    }

    boolean clashesWith(HostPort other) {
      return port == other.port
          && protocol.equals(other.protocol)
          && (address.isEmpty() || other.address.isEmpty() || address.equals(other.address));
    }
  }
}
