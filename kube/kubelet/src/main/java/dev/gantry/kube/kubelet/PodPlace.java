package dev.gantry.kube.kubelet;

import dev.gantry.engine.core.Sandbox;
import dev.gantry.engine.core.SandboxSpec;
import dev.gantry.engine.network.Endpoint;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.platform.errors.InternalException;
import dev.gantry.platform.errors.NotImplementedException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// A pod's place on this host: its sandbox, and the files that tell its containers about the
/// network.
final class PodPlace {
  private final PodServices services;
  private final String uid;

  PodPlace(PodServices services, String uid) {
    this.services = services;
    this.uid = uid;
  }

  boolean exists() {
    return services.engine().sandboxes().find(uid).isPresent();
  }

  /// The pod's address; empty while it has none.
  String podIp() {
    var sandbox = services.engine().sandboxes().find(uid);
    if (sandbox.isEmpty()) {
      return "";
    }
    if (sandbox.get().spec().hostNetwork()) {
      return services.config().nodeAddress().getHostAddress();
    }
    return services
        .engine()
        .sandboxes()
        .endpoint(uid)
        .flatMap(Endpoint::link)
        .map(link -> link.address().ip().getHostAddress())
        .orElse("");
  }

  /// Makes what is missing.
  void ensure(KubeObject pod) throws InterruptedException {
    Optional<Sandbox> present = services.engine().sandboxes().find(uid);
    if (present.isEmpty()) {
      services.engine().sandboxes().create(uid, spec(pod));
    }
    if (present.isEmpty() || !Files.exists(services.files().hosts(uid))) {
      writeHosts(pod);
    }
  }

  private SandboxSpec spec(KubeObject pod) {
    if (pod.spec().path("shareProcessNamespace").asBoolean(false)) {
      throw new NotImplementedException("shareProcessNamespace is not supported");
    }
    if (pod.spec().has("hostUsers") && !pod.spec().path("hostUsers").asBoolean(true)) {
      throw new NotImplementedException("hostUsers: false is not supported");
    }
    boolean hostNetwork = pod.spec().path("hostNetwork").asBoolean(false);
    return new SandboxSpec(
        hostNetwork,
        pod.spec().path("hostIPC").asBoolean(false),
        PodNames.hostname(pod, services.config()),
        services.config().network(),
        hostNetwork ? List.of() : ports(pod),
        PodDns.resolvConf(pod, services.config()),
        sysctls(pod),
        ContainerLabels.ofPod(pod));
  }

  private static List<SandboxSpec.HostPort> ports(KubeObject pod) {
    List<SandboxSpec.HostPort> ports = new ArrayList<>();
    for (ContainerDef container : ContainerDef.all(pod)) {
      for (JsonNode port : container.at("ports")) {
        int hostPort = port.path("hostPort").asInt(0);
        if (hostPort > 0) {
          String protocol = port.path("protocol").asString("TCP").toLowerCase(Locale.ROOT);
          ports.add(
              new SandboxSpec.HostPort(
                  port.path("containerPort").asInt(0) + "/" + protocol,
                  port.path("hostIP").asString(""),
                  hostPort));
        }
      }
    }
    return ports;
  }

  private static Map<String, String> sysctls(KubeObject pod) {
    Map<String, String> sysctls = new java.util.LinkedHashMap<>();
    for (JsonNode sysctl : pod.spec().path("securityContext").path("sysctls")) {
      sysctls.put(
          sysctl.path("name").asString("").replace('/', '.'), sysctl.path("value").asString(""));
    }
    return sysctls;
  }

  private void writeHosts(KubeObject pod) {
    try {
      Files.createDirectories(services.files().pod(uid));
      Files.writeString(
          services.files().hosts(uid), PodNames.hosts(pod, services.config(), podIp()));
    } catch (IOException e) {
      throw new InternalException("write " + services.files().hosts(uid) + ": " + e, e);
    }
  }

  /// Removes the sandbox; the pod's containers must have ended.
  void remove() {
    services.engine().sandboxes().remove(uid);
  }
}
