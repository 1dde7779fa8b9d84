package dev.gantry.engine.core;

import dev.gantry.oci.spec.Healthcheck;
import java.util.Map;
import java.util.Optional;

/// What a container is to be: the definition a client gave, completed with the image's defaults
/// when the container is created, and unchanged from then on but for [UpdateContainer].
///
/// The parts are grouped by subject, not by the sections of any wire format; each edge translates.
///
/// @param image the image as the client named it
/// @param runtime name of the OCI runtime; empty for the engine's default
/// @param sandbox the [Sandbox] whose namespaces it joins; absent for namespaces of its own, as
///     the other parts say
public record ContainerSpec(
    String image,
    ProcessSettings process,
    IsolationSettings isolation,
    ResourceLimits limits,
    StorageSettings storage,
    NetworkSettings network,
    LogSettings log,
    RestartPolicy restartPolicy,
    boolean autoRemove,
    Map<String, String> labels,
    Map<String, String> annotations,
    Optional<Healthcheck> healthcheck,
    Optional<String> runtime,
    Optional<String> sandbox) {

  public ContainerSpec {
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
  }

  public ContainerSpec withProcess(ProcessSettings changed) {
    return new ContainerSpec(
        image,
        changed,
        isolation,
        limits,
        storage,
        network,
        log,
        restartPolicy,
        autoRemove,
        labels,
        annotations,
        healthcheck,
        runtime,
        sandbox);
  }

  public ContainerSpec withStorage(StorageSettings changed) {
    return new ContainerSpec(
        image,
        process,
        isolation,
        limits,
        changed,
        network,
        log,
        restartPolicy,
        autoRemove,
        labels,
        annotations,
        healthcheck,
        runtime,
        sandbox);
  }

  public ContainerSpec withNetwork(NetworkSettings changed) {
    return new ContainerSpec(
        image,
        process,
        isolation,
        limits,
        storage,
        changed,
        log,
        restartPolicy,
        autoRemove,
        labels,
        annotations,
        healthcheck,
        runtime,
        sandbox);
  }

  public ContainerSpec withLabels(Map<String, String> changed) {
    return new ContainerSpec(
        image,
        process,
        isolation,
        limits,
        storage,
        network,
        log,
        restartPolicy,
        autoRemove,
        changed,
        annotations,
        healthcheck,
        runtime,
        sandbox);
  }

  public ContainerSpec withHealthcheck(Optional<Healthcheck> changed) {
    return new ContainerSpec(
        image,
        process,
        isolation,
        limits,
        storage,
        network,
        log,
        restartPolicy,
        autoRemove,
        labels,
        annotations,
        changed,
        runtime,
        sandbox);
  }

  public ContainerSpec withLimits(ResourceLimits changed) {
    return new ContainerSpec(
        image,
        process,
        isolation,
        changed,
        storage,
        network,
        log,
        restartPolicy,
        autoRemove,
        labels,
        annotations,
        healthcheck,
        runtime,
        sandbox);
  }

  public ContainerSpec withRestartPolicy(RestartPolicy changed) {
    return new ContainerSpec(
        image,
        process,
        isolation,
        limits,
        storage,
        network,
        log,
        changed,
        autoRemove,
        labels,
        annotations,
        healthcheck,
        runtime,
        sandbox);
  }
}
