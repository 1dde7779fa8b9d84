package dev.gantry.kube.kubelet;

import dev.gantry.engine.core.ContainerSpec;
import dev.gantry.engine.core.LogSettings;
import dev.gantry.engine.core.NetworkSettings;
import dev.gantry.engine.core.ProcessSettings;
import dev.gantry.engine.core.RestartPolicy;
import dev.gantry.engine.core.StorageSettings;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.oci.spec.Healthcheck;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// Translates a container of a pod into one of the engine.
final class ContainerSpecs {
  /// The log is kept in five files of 10 MiB.
  private static final LogSettings LOG =
      new LogSettings("json-file", Map.of("max-size", "10m", "max-file", "5"));

  private static final Healthcheck NO_HEALTH_CHECK =
      new Healthcheck(
          List.of("NONE"), Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, 0);

  private final PodFiles files;
  private final long nodeMemory;

  ContainerSpecs(PodFiles files, long nodeMemory) {
    this.files = files;
    this.nodeMemory = nodeMemory;
  }

  /// What was found out for the container before.
  ///
  /// @param mounts everything mounted into it
  /// @param pidMode whose processes it sees: empty for its own, `host`, or `container:ID`
  record Prepared(
      int attempt,
      PodImages.Found image,
      Map<String, String> environment,
      List<StorageSettings.MountRequest> mounts,
      String pidMode) {}

  ContainerSpec of(KubeObject pod, ContainerDef container, Prepared prepared)
      throws ContainerFailure {
    var security = new ContainerSecurity(pod, container, files.seccomp());
    String imageUser = prepared.image().details().config().defaults().user();
    return new ContainerSpec(
        container.image(),
        process(container, prepared, security.user(imageUser)),
        security.isolation(
            ContainerResources.oomScoreAdj(pod, container, nodeMemory),
            ContainerResources.cgroupParent(pod),
            prepared.pidMode()),
        ContainerResources.limits(container),
        new StorageSettings(
            List.of(), prepared.mounts(), Map.of(), Set.of(), List.of(), 0, Map.of(), ""),
        network(pod, container),
        LOG,
        RestartPolicy.NO,
        false,
        ContainerLabels.of(pod, container, prepared.attempt()),
        Map.of(),
        // The image's health check is docker's; probes are the pod's.
        Optional.of(NO_HEALTH_CHECK),
        Optional.empty(),
        Optional.of(pod.uid()));
  }

  private static ProcessSettings process(ContainerDef container, Prepared prepared, String user) {
    Map<String, String> environment = prepared.environment();
    List<String> command = Environment.expand(container.at("command"), environment);
    boolean stdin = container.at("stdin").asBoolean(false);
    return new ProcessSettings(
        command.isEmpty() ? Optional.empty() : Optional.of(command),
        Environment.expand(container.at("args"), environment),
        environment.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList(),
        container.text("workingDir"),
        user,
        container.at("tty").asBoolean(false),
        stdin,
        container.at("stdinOnce").asBoolean(false),
        stdin,
        true,
        true,
        Optional.of(container.at("lifecycle", "stopSignal").asString("")).filter(s -> !s.isEmpty()),
        Optional.empty(),
        0,
        0);
  }

  private static NetworkSettings network(KubeObject pod, ContainerDef container) {
    Set<String> exposed = new TreeSet<>();
    for (JsonNode port : container.at("ports")) {
      String protocol = port.path("protocol").asString("TCP");
      if (!protocol.equals("SCTP")) {
        exposed.add(
            port.path("containerPort").asString("")
                + "/"
                + protocol.toLowerCase(java.util.Locale.ROOT));
      }
    }
    return new NetworkSettings(
        "sandbox:" + pod.uid(),
        false,
        "",
        "",
        "",
        exposed,
        Map.of(),
        false,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Map.of());
  }
}
