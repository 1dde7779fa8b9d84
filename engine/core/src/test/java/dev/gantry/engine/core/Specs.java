package dev.gantry.engine.core;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Definitions that ask for nothing in particular, to be changed where a test cares.
final class Specs {
  static final String IMAGE = "busybox";

  private Specs() {}

  static ContainerSpec spec(String... command) {
    return new ContainerSpec(
        IMAGE,
        process(command),
        ISOLATION,
        ResourceLimits.NONE,
        StorageSettings.NONE,
        network("none"),
        new LogSettings("none", Map.of()),
        RestartPolicy.NO,
        false,
        Map.of(),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  static final IsolationSettings ISOLATION =
      new IsolationSettings(
          false,
          List.of(),
          List.of(),
          List.of(),
          "",
          "",
          "",
          "",
          "",
          false,
          Optional.empty(),
          Optional.empty(),
          Map.of(),
          List.of(),
          Optional.empty(),
          0,
          "");

  static ProcessSettings process(String... command) {
    return process(Optional.empty(), List.of(command), List.of());
  }

  static ProcessSettings process(
      Optional<List<String>> entrypoint, List<String> command, List<String> environment) {
    return new ProcessSettings(
        entrypoint,
        command,
        environment,
        "",
        "",
        false,
        false,
        false,
        false,
        true,
        true,
        Optional.empty(),
        Optional.empty(),
        0,
        0);
  }

  static NetworkSettings network(String mode) {
    return new NetworkSettings(
        mode, false, "", "", "", Set.of(), Map.of(), false, List.of(), List.of(), List.of(),
        List.of(), List.of(), Map.of());
  }

  static ContainerSpec autoRemove(ContainerSpec spec) {
    return new ContainerSpec(
        spec.image(),
        spec.process(),
        spec.isolation(),
        spec.limits(),
        spec.storage(),
        spec.network(),
        spec.log(),
        spec.restartPolicy(),
        true,
        spec.labels(),
        spec.annotations(),
        spec.healthcheck(),
        spec.runtime(),
        spec.sandbox());
  }

  static ContainerSpec withIsolation(ContainerSpec spec, IsolationSettings isolation) {
    return new ContainerSpec(
        spec.image(),
        spec.process(),
        isolation,
        spec.limits(),
        spec.storage(),
        spec.network(),
        spec.log(),
        spec.restartPolicy(),
        spec.autoRemove(),
        spec.labels(),
        spec.annotations(),
        spec.healthcheck(),
        spec.runtime(),
        spec.sandbox());
  }

  static ContainerRecord record(String name, ContainerSpec spec) {
    return new ContainerRecord(
        ContainerId.random(),
        name,
        Instant.EPOCH,
        spec,
        "sha256:" + "a".repeat(64),
        Optional.empty(),
        new ContainerState.Created(Optional.empty()),
        false,
        0,
        List.of());
  }

  static ContainerState.Exited exited(int code) {
    return new ContainerState.Exited(
        new ContainerState.Ended(Instant.EPOCH, Instant.EPOCH, code, false, ""));
  }
}
